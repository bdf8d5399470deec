import { Appeal } from './components/appeal.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Reason } from './components/reason.tsx';
import { greeting, isGreeted } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';

export type RegistrationRevokedProps = { portal: Portal; fullName: string; reason: string | null };

export const registrationRevoked = renderOnce(
  (props: RegistrationRevokedProps) => renderEmail(subject(props), <RegistrationRevoked {...props} />),
  'fullName',
  isGreeted,
);

function subject({ portal }: RegistrationRevokedProps): string {
  return `Your access to ${portal.name} was revoked`;
}

export default function RegistrationRevoked({ portal, fullName, reason }: RegistrationRevokedProps) {
  return (
    <Layout portal={portal} heading="Your access was revoked" because={`you registered at ${portal.name}`}>
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>Your access to {portal.name} was revoked. You are logged out everywhere and cannot log in any more.</Paragraph>
      <Reason reason={reason} />
      <Appeal portal={portal} />
    </Layout>
  );
}

RegistrationRevoked.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  reason: 'Your contract has ended.',
} satisfies RegistrationRevokedProps;
