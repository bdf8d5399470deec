import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { lifetime } from './lifetime.ts';
import { dayInUtc } from './moment.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

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
  return renderEmail(subject(props), <VerificationReminder {...props} />);
}

function subject({ portal }: VerificationReminderProps): string {
  return textsOf(portal)('verification.reminderSubject', { portal: portal.name });
}

export default function VerificationReminder({ portal, verifyUrl, expiresInHours, removedAt }: VerificationReminderProps) {
  const t = textsOf(portal);
  return (
    <Layout portal={portal} heading={t('verification.reminderHeading')} because={t('frame.entered', { portal: portal.name })}>
      <Paragraph>{t('verification.reminderAsked', { portal: portal.name })}</Paragraph>
      <Button href={verifyUrl} portal={portal}>
        {t('verification.button')}
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
