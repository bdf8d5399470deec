import { Appeal } from './components/appeal.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Reason } from './components/reason.tsx';
import { greeting, isGreeted } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';

export type RegistrationRejectedProps = { portal: Portal; fullName: string; reason: string | null };

export const registrationRejected = renderOnce(
  (props: RegistrationRejectedProps) => renderEmail(subject(props), <RegistrationRejected {...props} />),
  'fullName',
  isGreeted,
);

function subject({ portal }: RegistrationRejectedProps): string {
  return `Your registration at ${portal.name} was rejected`;
}

export default function RegistrationRejected({ portal, fullName, reason }: RegistrationRejectedProps) {
  return (
    <Layout portal={portal} heading="Your registration was rejected" because={`you registered at ${portal.name}`}>
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>Your registration at {portal.name} was rejected.</Paragraph>
      <Reason reason={reason} />
      <Appeal portal={portal} />
    </Layout>
  );
}

RegistrationRejected.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  reason: 'We only admit partners with a contract.\nPlease ask your sales contact.',
} satisfies RegistrationRejectedProps;
