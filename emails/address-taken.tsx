import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type AddressTakenProps = {
  portal: Portal;
  /** True if an account that changed to another email address can still get it back. */
  isReserved: boolean;
  reservedForHours: number;
  logInUrl: string;
};

/** The owner gets it when another person enters the email address. It has no link that grants anything. */
export function addressTaken(props: AddressTakenProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AddressTaken {...props} />);
}

function subject({ portal }: AddressTakenProps): string {
  return `Your email address was entered at ${portal.name}`;
}

export default function AddressTaken({ portal, isReserved, reservedForHours, logInUrl }: AddressTakenProps) {
  return (
    <Layout portal={portal} heading="Your email address was entered" because={`this address was entered at ${portal.name}`}>
      {isReserved ? (
        <>
          <Paragraph>
            Someone, hopefully you, entered this email address at {portal.name}. It was the email address of an account until
            recently. It is still reserved for that account, so that its owner can undo the change. Nothing was changed.
          </Paragraph>
          <Paragraph>
            If it was you, log in with your new email address. You can also enter this one again later. It is free at most{' '}
            {lifetime(reservedForHours)} after the change.
          </Paragraph>
        </>
      ) : (
        <>
          <Paragraph>
            Someone, hopefully you, wants to use this email address for another account at {portal.name}. It belongs to an
            account there already. Nothing was changed.
          </Paragraph>
          <Paragraph>If it was you, log in to the account that has this address:</Paragraph>
          <Button href={logInUrl}>Log in</Button>
        </>
      )}
      <Paragraph>If it was not you, ignore this email.</Paragraph>
    </Layout>
  );
}

const taken = {
  portal: previewPortal,
  isReserved: false,
  reservedForHours: 72,
  logInUrl: 'https://developers.acme.example/log-in',
} satisfies AddressTakenProps;

AddressTaken.PreviewProps = taken;

export const previews = {
  'Of an account': taken,
  Reserved: { ...taken, isReserved: true },
} satisfies Record<string, AddressTakenProps>;
