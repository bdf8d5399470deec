import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Quote } from './components/quote.tsx';
import { greeting } from './greeting.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';

export type DeveloperInvitationProps = {
  portal: Portal;
  /** As the inviter wrote it. Empty if there is none. */
  fullName: string;
  /** What the inviter writes to the person. */
  message: string | null;
  acceptUrl: string;
  expiresAt: Date;
  /** False at a portal without passwords. */
  takesPasswords: boolean;
};

export function developerInvitation(props: DeveloperInvitationProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <DeveloperInvitation {...props} />);
}

function subject({ portal }: DeveloperInvitationProps): string {
  return `You are invited to ${portal.name}`;
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

export default function DeveloperInvitation(props: DeveloperInvitationProps) {
  const { portal, fullName, message, acceptUrl, expiresAt, takesPasswords } = props;
  return (
    <Layout portal={portal} heading="You are invited" because={`an admin of ${portal.name} invited this address`}>
      <Paragraph>{greeting(fullName)}</Paragraph>
      <Paragraph>You are invited to register at {portal.name} with this email address.</Paragraph>
      {message !== null && (
        <>
          <Paragraph>The admin who invited you writes:</Paragraph>
          <Quote text={message} />
        </>
      )}
      <Paragraph>
        To accept, check your details
        {takesPasswords && ', then choose a password'}:
      </Paragraph>
      <Button href={acceptUrl}>Accept the invitation</Button>
      <Paragraph>This link is valid until {moment.format(expiresAt)} UTC.</Paragraph>
      <Paragraph>If you do not want an account, ignore this email. Without the link, no account is made.</Paragraph>
    </Layout>
  );
}

DeveloperInvitation.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  message: 'We met at the conference.\nThe first month is free.',
  acceptUrl: 'https://developers.acme.example/accept-invitation?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresAt: new Date('2026-12-04T17:00:00Z'),
  takesPasswords: true,
} satisfies DeveloperInvitationProps;
