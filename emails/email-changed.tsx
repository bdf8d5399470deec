import { Appeal } from './components/appeal.tsx';
import { Button } from './components/button.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { greeting } from './greeting.ts';
import { lifetime } from './lifetime.ts';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

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
  return renderEmail(subject(props), <EmailChanged {...props} />);
}

function subject({ portal }: EmailChangedProps): string {
  return textsOf(portal)('address.changedSubject', { portal: portal.name });
}

export default function EmailChanged({ portal, fullName, undoUrl, expiresInHours, hasPassword }: EmailChangedProps) {
  const t = textsOf(portal);
  return (
    <Layout portal={portal} heading={t('address.changedHeading')} because={t('frame.formerAddress', { portal: portal.name })}>
      <Paragraph>{greeting(portal, fullName)}</Paragraph>
      <Paragraph>{t('address.changed', { portal: portal.name })}</Paragraph>
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
