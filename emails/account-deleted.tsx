import { Appeal } from './components/appeal.tsx';
import { Layout } from './components/layout.tsx';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type AccountDeletedProps = {
  portal: Portal;
  by: 'PERSON' | 'ADMIN';
};

/** The receiver has no account any more, and so no name. */
export function accountDeleted(props: AccountDeletedProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <AccountDeleted {...props} />);
}

const wordsIn = ({ portal, by }: AccountDeletedProps) =>
  wordsOf(by === 'PERSON' ? 'ACCOUNT_DELETED' : 'ACCOUNT_DELETED_BY_ADMIN', portal, {});

export default function AccountDeleted(props: AccountDeletedProps) {
  const { portal } = props;
  const { title, body } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={textsOf(portal)('frame.formerAddress', { portal: portal.name })}>
      {body}
      <Appeal portal={portal} />
    </Layout>
  );
}

AccountDeleted.PreviewProps = { portal: previewPortal, by: 'PERSON' } satisfies AccountDeletedProps;
