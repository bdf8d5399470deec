import { HowToLogIn } from './components/how-to-log-in.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Reason } from './components/reason.tsx';
import { greeting, isGreeted } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { renderEmail } from './render-email.ts';
import { renderOnce } from './render-once.ts';
import { textsOf } from './texts.ts';

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
  ['fullName'],
  isGreeted,
);

function subject({ portal, reinstated }: RegistrationApprovedProps): string {
  return textsOf(portal)(reinstated ? 'decision.reinstatedSubject' : 'decision.approvedSubject', { portal: portal.name });
}

export default function RegistrationApproved(props: RegistrationApprovedProps) {
  const { portal, fullName, reason, reinstated } = props;
  const t = textsOf(portal);

  return (
    <Layout
      portal={portal}
      heading={t(reinstated ? 'decision.reinstatedHeading' : 'decision.approvedHeading')}
      because={t('frame.registered', { portal: portal.name })}
    >
      <Paragraph>{greeting(portal, fullName)}</Paragraph>
      <Paragraph>{t(reinstated ? 'decision.reinstated' : 'decision.approved', { portal: portal.name })}</Paragraph>
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
