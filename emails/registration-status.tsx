import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { ContactLink } from './components/contact-link.tsx';
import { HowToLogIn } from './components/how-to-log-in.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Reason } from './components/reason.tsx';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { usualWait } from './usual-wait.ts';

export type RegistrationStatusProps = {
  portal: Portal;
  status: 'PENDING' | 'APPROVED' | 'REJECTED' | 'REVOKED';
  /** The reason of the decision that rejected or revoked it. */
  reason: string | null;
  /** For PENDING: within how many hours requests are usually decided. Null if nobody knows. */
  usualWaitHours: number | null;
  logInUrl: string;
  forgotPasswordUrl: string;
  hasPassword: boolean;
  /** The label of the provider, if the person can log in with SSO only. */
  ssoLabel: string | null;
};

/** For a person who signs up again, or who asks for a reset that cannot help. It has no link that grants anything. */
export function registrationStatus(props: RegistrationStatusProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <RegistrationStatus {...props} />);
}

function subject({ portal, status }: RegistrationStatusProps): string {
  return `Your registration at ${portal.name}: ${words[status]}`;
}

export default function RegistrationStatus(props: RegistrationStatusProps) {
  const { portal, status } = props;

  return (
    <Layout
      portal={portal}
      heading={`Your registration: ${words[status]}`}
      because={`this address was entered at ${portal.name}`}
    >
      <Paragraph>
        Someone, hopefully you, entered this email address at {portal.name}, where it is already registered. Nothing was
        changed. The status of the registration is <strong>{words[status]}</strong>.
      </Paragraph>
      <WhatNext {...props} />
    </Layout>
  );
}

const words = { PENDING: 'Pending', APPROVED: 'Approved', REJECTED: 'Rejected', REVOKED: 'Revoked' };

function WhatNext(props: RegistrationStatusProps) {
  switch (props.status) {
    case 'PENDING':
      return <Waiting {...props} />;
    case 'APPROVED':
      return <HowToLogIn {...props} />;
    case 'REJECTED':
    case 'REVOKED':
      return (
        <>
          <Reason reason={props.reason} />
          <Appeal portal={props.portal} />
        </>
      );
  }
}

function Waiting({ portal, usualWaitHours, hasPassword, ssoLabel, forgotPasswordUrl }: RegistrationStatusProps) {
  return (
    <>
      <Paragraph>
        An admin is reviewing it. You will get an email with the decision.
        {usualWaitHours !== null && ` ${usualWait(usualWaitHours)}`} Questions? Write to <ContactLink portal={portal} />.
      </Paragraph>
      {!hasPassword && !ssoLabel && (
        <>
          <Paragraph>You have no password yet. You can create one now, with “Forgot password”:</Paragraph>
          <Button href={forgotPasswordUrl}>Create a password</Button>
        </>
      )}
    </>
  );
}

const approved = {
  portal: previewPortal,
  status: 'APPROVED',
  reason: null,
  usualWaitHours: null,
  logInUrl: 'https://developers.acme.example/log-in',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
  hasPassword: true,
  ssoLabel: null,
} satisfies RegistrationStatusProps;

RegistrationStatus.PreviewProps = approved;

export const previews = {
  Pending: { ...approved, status: 'PENDING' },
  'Pending, usual wait known': { ...approved, status: 'PENDING', usualWaitHours: 30 },
  'Pending, no password': { ...approved, status: 'PENDING', hasPassword: false },
  Approved: approved,
  'Approved, no password': { ...approved, hasPassword: false },
  'Pending, SSO only': { ...approved, status: 'PENDING', hasPassword: false, ssoLabel: 'Acme ID' },
  'Approved, SSO only': { ...approved, hasPassword: false, ssoLabel: 'Acme ID' },
  Rejected: {
    ...approved,
    status: 'REJECTED',
    reason: 'We only admit partners with a contract.\nPlease ask your sales contact.',
  },
  Revoked: { ...approved, status: 'REVOKED', reason: null },
} satisfies Record<string, RegistrationStatusProps>;
