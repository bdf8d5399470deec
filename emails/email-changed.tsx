import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { greeting } from './greeting.ts';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type EmailChangedProps = {
  portal: Portal;
  fullName: string;
  undoUrl: string;
  expiresInHours: number;
  /** True if the person logs in with a password. The person who changed the email address knew it. */
  hasPassword: boolean;
};

/** Goes to the old email address. */
export function emailChanged(props: EmailChangedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <EmailChanged {...props} />);
}

function subject({ portal }: EmailChangedProps): string {
  return `Your email address for ${portal.name} was changed`;
}

export default function EmailChanged({ portal, fullName, undoUrl, expiresInHours, hasPassword }: EmailChangedProps) {
  return (
    <Layout
      portal={portal}
      heading="Your email address was changed"
      because={`this was the address of an account at ${portal.name}`}
    >
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>
        Your account at {portal.name} has a new email address now. We will send emails there. If you changed it, you do not need
        to do anything.
      </Paragraph>
      <Paragraph>If it was not you, undo the change to get your account back:</Paragraph>
      <Button href={undoUrl}>Undo the change</Button>
      <Paragraph>
        This link is valid for {lifetime(expiresInHours)}. During this time, nobody else can use this email address. The link
        logs everyone out. It also unlinks accounts for SSO that were linked recently.
        {hasPassword && ' The old password stops working, and you choose a new one.'}
      </Paragraph>
      <Appeal portal={portal} />
    </Layout>
  );
}

EmailChanged.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  undoUrl: 'https://developers.acme.example/undo-email-change?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 72,
  hasPassword: true,
} satisfies EmailChangedProps;
