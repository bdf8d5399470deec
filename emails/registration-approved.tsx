import { HowToLogIn } from './components/how-to-log-in.tsx';
import { Layout } from './components/layout.tsx';
import { Reason } from './components/reason.tsx';
import { isGreeted, namesOf } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type RegistrationApprovedProps = {
  portal: Portal;
  fullName: string;
  reason: string | null;
  /** True if the person was rejected or revoked before. */
  reinstated: boolean;
  hasPassword: boolean;
  /** The label of the provider, if the person can log in with SSO only. */
  ssoLabel: string | null;
  logInUrl: string;
  forgotPasswordUrl: string;
};

export const registrationApproved = renderOnce(
  (props: RegistrationApprovedProps) => renderEmail(wordsIn(props).subject, <RegistrationApproved {...props} />),
  ['fullName'],
  isGreeted,
);

const wordsIn = ({ portal, fullName, reinstated }: RegistrationApprovedProps) =>
  wordsOf(reinstated ? 'ACCESS_REINSTATED' : 'REGISTRATION_APPROVED', portal, namesOf(portal, fullName));

export default function RegistrationApproved(props: RegistrationApprovedProps) {
  const { portal, reason } = props;
  const { title, body } = wordsIn(props);

  return (
    <Layout portal={portal} heading={title} because={textsOf(portal)('frame.registered', { portal: portal.name })}>
      {body}
      <Reason portal={portal} reason={reason} />
      <HowToLogIn {...props} />
    </Layout>
  );
}

const approved = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  reason: null,
  reinstated: false,
  hasPassword: true,
  ssoLabel: null,
  logInUrl: 'https://developers.acme.example/log-in',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
} satisfies RegistrationApprovedProps;

RegistrationApproved.PreviewProps = approved;

export const previews = {
  Approved: approved,
  'Approved, no password': { ...approved, hasPassword: false },
  'Approved, SSO only': { ...approved, hasPassword: false, ssoLabel: 'Acme ID' },
  Reinstated: { ...approved, reinstated: true, reason: 'Your contract was renewed. Welcome back!' },
} satisfies Record<string, RegistrationApprovedProps>;
