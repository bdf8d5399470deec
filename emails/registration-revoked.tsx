import { Appeal } from './components/appeal.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Reason } from './components/reason.tsx';
import { greeting, isGreeted } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';
import { textsOf } from './texts.ts';

export type RegistrationRevokedProps = { portal: Portal; fullName: string; reason: string | null };

export const registrationRevoked = renderOnce(
  (props: RegistrationRevokedProps) => renderEmail(subject(props), <RegistrationRevoked {...props} />),
  ['fullName'],
  isGreeted,
);

function subject({ portal }: RegistrationRevokedProps): string {
  return textsOf(portal)('decision.revokedSubject', { portal: portal.name });
}

export default function RegistrationRevoked({ portal, fullName, reason }: RegistrationRevokedProps) {
  const t = textsOf(portal);
  return (
    <Layout portal={portal} heading={t('decision.revokedHeading')} because={t('frame.registered', { portal: portal.name })}>
      <Paragraph>{greeting(portal, fullName)}</Paragraph>
      <Paragraph>{t('decision.revoked', { portal: portal.name })}</Paragraph>
      <Reason portal={portal} reason={reason} />
      <Appeal portal={portal} />
    </Layout>
  );
}

RegistrationRevoked.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  reason: 'Your contract has ended.',
} satisfies RegistrationRevokedProps;
