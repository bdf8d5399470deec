import { Appeal } from './components/appeal.tsx';
import { Layout } from './components/layout.tsx';
import { Reason } from './components/reason.tsx';
import { isGreeted, namesOf } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type RegistrationRevokedProps = { portal: Portal; fullName: string; reason: string | null };

export const registrationRevoked = renderOnce(
  (props: RegistrationRevokedProps) => renderEmail(wordsIn(props).subject, <RegistrationRevoked {...props} />),
  ['fullName'],
  isGreeted,
);

const wordsIn = ({ portal, fullName }: RegistrationRevokedProps) =>
  wordsOf('ACCESS_REVOKED', portal, namesOf(portal, fullName));

export default function RegistrationRevoked(props: RegistrationRevokedProps) {
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

RegistrationRevoked.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  reason: 'Your contract has ended.',
} satisfies RegistrationRevokedProps;
