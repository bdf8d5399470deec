import { Button } from './components/button.tsx';
import { contactOf } from './components/contact-link.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { namesOf } from './greeting.ts';
import { inUtc } from './moment.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type DeletionScheduledProps = {
  portal: Portal;
  fullName: string;
  dueAt: Date;
  keepUrl: string;
  /** Null if the account has no password. */
  forgotPasswordUrl: string | null;
};

export function deletionScheduled(props: DeletionScheduledProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <DeletionScheduled {...props} />);
}

const wordsIn = ({ portal, fullName, dueAt }: DeletionScheduledProps) =>
  wordsOf('DELETION_SCHEDULED', portal, { ...namesOf(portal, fullName), moment: inUtc(dueAt, portal.language) });

export default function DeletionScheduled(props: DeletionScheduledProps) {
  const { portal, keepUrl, forgotPasswordUrl } = props;
  const t = textsOf(portal);
  const { title, body, button } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.account', { portal: portal.name })}>
      {body}
      <Paragraph>{t('decision.keepUntilThen')}</Paragraph>
      <Button href={keepUrl} portal={portal}>
        {button}
      </Button>
      <Paragraph>{t('decision.wantsDeletion')}</Paragraph>
      {forgotPasswordUrl === null ? (
        <Paragraph>{t.rich('decision.keepAndWrite', contactOf(portal))}</Paragraph>
      ) : (
        <>
          <Paragraph>{t('decision.keepAndChoose')}</Paragraph>
          <Button href={forgotPasswordUrl} portal={portal}>
            {t('frame.forgot')}
          </Button>
        </>
      )}
    </Layout>
  );
}

DeletionScheduled.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  dueAt: new Date('2026-11-27T14:05:00Z'),
  keepUrl: 'https://developers.acme.example/keep-account?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  forgotPasswordUrl: 'https://developers.acme.example/forgot-password',
} satisfies DeletionScheduledProps;
