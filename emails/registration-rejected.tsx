import { Appeal } from './components/appeal.tsx';
import { Layout } from './components/layout.tsx';
import { Reason } from './components/reason.tsx';
import { isGreeted, namesOf } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type RegistrationRejectedProps = { portal: Portal; fullName: string; reason: string | null };

export const registrationRejected = renderOnce(
  (props: RegistrationRejectedProps) => renderEmail(wordsIn(props).subject, <RegistrationRejected {...props} />),
  ['fullName'],
  isGreeted,
);

const wordsIn = ({ portal, fullName }: RegistrationRejectedProps) =>
  wordsOf('REGISTRATION_REJECTED', portal, namesOf(portal, fullName));

export default function RegistrationRejected(props: RegistrationRejectedProps) {
  const { portal, reason } = props;
  const { title, body } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={textsOf(portal)('frame.registered', { portal: portal.name })}>
      {body}
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
