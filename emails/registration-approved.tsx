import { HowToLogIn } from './components/how-to-log-in.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Reason } from './components/reason.tsx';
import { greeting, isGreeted } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';

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
  (props: RegistrationApprovedProps) => renderEmail(subject(props), <RegistrationApproved {...props} />),
  'fullName',
  isGreeted,
);

function subject({ portal, reinstated }: RegistrationApprovedProps): string {
  return reinstated ? `Your access to ${portal.name} is reinstated` : `Your registration at ${portal.name} is approved`;
}

export default function RegistrationApproved(props: RegistrationApprovedProps) {
  const { portal, fullName, reason, reinstated } = props;

  return (
    <Layout
      portal={portal}
      heading={reinstated ? 'Your access is reinstated' : 'Your registration is approved'}
      because={`you registered at ${portal.name}`}
    >
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>
        {reinstated ? `Your access to ${portal.name} is reinstated.` : `Your registration at ${portal.name} is approved.`}
      </Paragraph>
      <Reason reason={reason} />
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
