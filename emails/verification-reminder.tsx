import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { dayInUtc } from './moment.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

/** Contains no text of the person who signed up, because nobody has proved the email address yet. */
export type VerificationReminderProps = {
  portal: Portal;
  verifyUrl: string;
  expiresInHours: number;
  /** The time at which the registration is removed if nobody uses the link. */
  removedAt: Date;
};

/** The only reminder before the registration is removed. */
export function verificationReminder(props: VerificationReminderProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <VerificationReminder {...props} />);
}

const wordsIn = ({ portal }: VerificationReminderProps) => wordsOf('VERIFICATION_REMINDER', portal, {});

export default function VerificationReminder(props: VerificationReminderProps) {
  const { portal, verifyUrl, expiresInHours, removedAt } = props;
  const t = textsOf(portal);
  const { title, body, button } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.entered', { portal: portal.name })}>
      {body}
      <Button href={verifyUrl} portal={portal}>
        {button}
      </Button>
      <Paragraph>{t('verification.reminderValidFor', { time: lifetime(expiresInHours, portal.language) })}</Paragraph>
      <Paragraph>{t('verification.removedOn', { day: dayInUtc(removedAt, portal.language) })}</Paragraph>
      <Paragraph>{t('verification.reminderNotYou')}</Paragraph>
    </Layout>
  );
}

VerificationReminder.PreviewProps = {
  portal: previewPortal,
  verifyUrl: 'https://developers.acme.example/verify-email?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 24,
  removedAt: new Date('2026-12-09T12:00:00Z'),
} satisfies VerificationReminderProps;
