import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { contactOf } from './components/contact-link.tsx';
import { HowToLogIn } from './components/how-to-log-in.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Reason } from './components/reason.tsx';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { usualWait } from './usual-wait.ts';
import { wordsOf } from './words.ts';

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
  return renderEmail(wordsIn(props).subject, <RegistrationStatus {...props} />);
}

const wordsIn = ({ portal, status }: RegistrationStatusProps) =>
  wordsOf('REGISTRATION_STATUS', portal, { status: textsOf(portal)(`status.words.${status}`) });

export default function RegistrationStatus(props: RegistrationStatusProps) {
  const { portal } = props;
  const { title, body } = wordsIn(props);

  return (
    <Layout portal={portal} heading={title} because={textsOf(portal)('frame.entered', { portal: portal.name })}>
      {body}
      <WhatNext {...props} />
    </Layout>
  );
}

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
          <Reason portal={props.portal} reason={props.reason} />
          <Appeal portal={props.portal} />
        </>
      );
  }
}

function Waiting({ portal, usualWaitHours, hasPassword, ssoLabel, forgotPasswordUrl }: RegistrationStatusProps) {
  const t = textsOf(portal);
  return (
    <>
      <Paragraph>
        {t('status.reviewing')}
        {usualWaitHours !== null && ` ${usualWait(portal, usualWaitHours)}`} {t.rich('status.questions', contactOf(portal))}
      </Paragraph>
      {!hasPassword && !ssoLabel && (
        <>
          <Paragraph>{t('status.noPassword')}</Paragraph>
          <Button href={forgotPasswordUrl} portal={portal}>
            {t('logIn.createPassword')}
          </Button>
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
