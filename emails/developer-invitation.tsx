import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Quote } from './components/quote.tsx';
import { greeting } from './greeting.ts';
import { momentInUtc } from './moment.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

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
  return textsOf(portal)('invitation.subject', { portal: portal.name });
}

export default function DeveloperInvitation(props: DeveloperInvitationProps) {
  const { portal, fullName, message, acceptUrl, expiresAt, takesPasswords } = props;
  const t = textsOf(portal);
  return (
    <Layout portal={portal} heading={t('invitation.heading')} because={t('invitation.because', { portal: portal.name })}>
      <Paragraph>{greeting(portal, fullName)}</Paragraph>
      <Paragraph>{t('invitation.register', { portal: portal.name })}</Paragraph>
      {message !== null && (
        <>
          <Paragraph>{t('invitation.writes')}</Paragraph>
          <Quote text={message} />
        </>
      )}
      <Paragraph>{t(takesPasswords ? 'invitation.acceptWithPassword' : 'invitation.accept')}</Paragraph>
      <Button href={acceptUrl} portal={portal}>
        {t('invitation.button')}
      </Button>
      <Paragraph>{t('invitation.validUntil', { moment: momentInUtc(expiresAt, portal.language) })}</Paragraph>
      <Paragraph>{t('invitation.notWanted')}</Paragraph>
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
