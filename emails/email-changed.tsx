import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { namesOf } from './greeting.ts';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';
import { wordsOf } from './words.ts';

export type EmailChangedProps = {
  portal: Portal;
  fullName: string;
  undoUrl: string;
  expiresInHours: number;
  /** True if the person logs in with a password. The person who changed the email address knew it. */
  hasPassword: boolean;
};

/** Goes to the old email address. */
export function emailChanged(props: EmailChangedProps): Promise<RenderedEmail> {
  return renderEmail(wordsIn(props).subject, <EmailChanged {...props} />);
}

const wordsIn = ({ portal, fullName }: EmailChangedProps) => wordsOf('EMAIL_CHANGED', portal, namesOf(portal, fullName));

export default function EmailChanged(props: EmailChangedProps) {
  const { portal, undoUrl, expiresInHours, hasPassword } = props;
  const t = textsOf(portal);
  const { title, body } = wordsIn(props);
  return (
    <Layout portal={portal} heading={title} because={t('frame.formerAddress', { portal: portal.name })}>
      {body}
      <Paragraph>{t('address.undo')}</Paragraph>
      <Button href={undoUrl} portal={portal}>
        {t('address.undoButton')}
      </Button>
      <Paragraph>
        {t('address.undoEffect', { time: lifetime(expiresInHours, portal.language) })}
        {hasPassword && ` ${t('address.undoPassword')}`}
      </Paragraph>
      <Appeal portal={portal} />
    </Layout>
  );
}

EmailChanged.PreviewProps = {
  portal: previewPortal,
  fullName: 'Ada Lovelace',
  undoUrl: 'https://developers.acme.example/undo-email-change?token=v1_Zm9yLXByZXZpZXctb25seS1ub3QtYS10b2tlbg',
  expiresInHours: 72,
  hasPassword: true,
} satisfies EmailChangedProps;
