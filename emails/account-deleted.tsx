import { Appeal } from './components/appeal.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type AccountDeletedProps = {
  portal: Portal;
  by: 'PERSON' | 'ADMIN';
};

/** The receiver has no account any more, and so no name. */
export function accountDeleted(props: AccountDeletedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AccountDeleted {...props} />);
}

function subject({ portal }: AccountDeletedProps): string {
  return `Your account at ${portal.name} was deleted`;
}

export default function AccountDeleted({ portal, by }: AccountDeletedProps) {
  return (
    <Layout portal={portal} heading="Your account was deleted" because={`this was the address of an account at ${portal.name}`}>
      <Paragraph>Hello,</Paragraph>
      {by === 'PERSON' ? (
        <Paragraph>
          Your account at {portal.name} was deleted, by somebody who was logged in to it. If it was you, there is nothing to do.
        </Paragraph>
      ) : (
        <Paragraph>An administrator of {portal.name} deleted your account there.</Paragraph>
      )}
      <Paragraph>
        What you told {portal.name} about yourself is deleted too. You can register again with this address.
      </Paragraph>
      <Appeal portal={portal} />
    </Layout>
  );
}

AccountDeleted.PreviewProps = { portal: previewPortal, by: 'PERSON' } satisfies AccountDeletedProps;
