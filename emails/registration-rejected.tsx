import { Appeal } from './components/appeal.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Reason } from './components/reason.tsx';
import { greeting, isGreeted } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';
import { textsOf } from './texts.ts';

export type RegistrationRejectedProps = { portal: Portal; fullName: string; reason: string | null };

export const registrationRejected = renderOnce(
  (props: RegistrationRejectedProps) => renderEmail(subject(props), <RegistrationRejected {...props} />),
  ['fullName'],
  isGreeted,
);

function subject({ portal }: RegistrationRejectedProps): string {
  return textsOf(portal)('decision.rejectedSubject', { portal: portal.name });
}

export default function RegistrationRejected({ portal, fullName, reason }: RegistrationRejectedProps) {
  const t = textsOf(portal);
  return (
    <Layout portal={portal} heading={t('decision.rejectedHeading')} because={t('frame.registered', { portal: portal.name })}>
      <Paragraph>{greeting(portal, fullName)}</Paragraph>
      <Paragraph>{t('decision.rejected', { portal: portal.name })}</Paragraph>
      <Reason portal={portal} reason={reason} />
      <Appeal portal={portal} />
    </Layout>
  );
}

RegistrationRejected.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  reason: 'We only admit partners with a contract.\nPlease ask your sales contact.',
} satisfies RegistrationRejectedProps;
