import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { Quote } from './components/quote.tsx';
import { namesOf } from './greeting.ts';
import { momentInUtc } from './moment.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

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
  return renderEmail(wordsIn(props).subject, <DeveloperInvitation {...props} />);
}

const wordsIn = ({ portal, fullName }: DeveloperInvitationProps) => wordsOf('INVITATION', portal, namesOf(portal, fullName));

export default function DeveloperInvitation(props: DeveloperInvitationProps) {
  const { portal, message, acceptUrl, expiresAt, takesPasswords } = props;
  const t = textsOf(portal);
  const { title, body, button } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('invitation.because', { portal: portal.name })}>
      {body}
      {message !== null && (
        <>
          <Paragraph>{t('invitation.writes')}</Paragraph>
          <Quote text={message} />
        </>
      )}
      <Paragraph>{t(takesPasswords ? 'invitation.acceptWithPassword' : 'invitation.accept')}</Paragraph>
      <Button href={acceptUrl} portal={portal}>
        {button}
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
