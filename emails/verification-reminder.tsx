import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

/** Contains no text of the person who signed up, because nobody has proved the email address yet. */
export type VerificationReminderProps = {
  portal: Portal;
  verifyUrl: string;
  expiresInHours: number;
  /** The time at which the registration is removed if nobody uses the link. */
  removedAt: Date;
};

const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

/** The only reminder before the registration is removed. */
export function verificationReminder(props: VerificationReminderProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <VerificationReminder {...props} />);
}

function subject({ portal }: VerificationReminderProps): string {
  return `Reminder: verify your email address for ${portal.name}`;
}

export default function VerificationReminder({ portal, verifyUrl, expiresInHours, removedAt }: VerificationReminderProps) {
  return (
    <Layout
      portal={portal}
      heading="Your email address is not verified yet"
      because={`this address was entered at ${portal.name}`}
    >
      <Paragraph>
        Someone, hopefully you, asked for an account at {portal.name} with this email address, and has not verified it yet. To
        go on, verify the address, then choose a password:
      </Paragraph>
      <Button href={verifyUrl}>Verify email address</Button>
      <Paragraph>This link is valid for {lifetime(expiresInHours)}; after that, sign up again to get another one.</Paragraph>
      <Paragraph>
        If the address is not verified, the registration is removed on {day.format(removedAt)}. This is the only reminder.
      </Paragraph>
      <Paragraph>If it was not you, there is nothing to do: without the link, no account is made.</Paragraph>
    </Layout>
  );
}

VerificationReminder.PreviewProps = {
  portal: previewPortal,
  verifyUrl: 'https://developers.acme.example/verify-email?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 24,
  removedAt: new Date('2026-12-09T12:00:00Z'),
} satisfies VerificationReminderProps;
