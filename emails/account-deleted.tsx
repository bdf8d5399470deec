import { Appeal } from './components/appeal.tsx';
import { Layout } from './components/layout.tsx';
import { Paragraph } from './components/paragraph.tsx';
import { type Portal, previewPortal } from './portal.ts';
import { type RenderedEmail, renderEmail } from './render-email.ts';
import { textsOf } from './texts.ts';

export type AccountDeletedProps = {
  portal: Portal;
  by: 'PERSON' | 'ADMIN';
};

/** The receiver has no account any more, and so no name. */
export function accountDeleted(props: AccountDeletedProps): Promise<RenderedEmail> {
  return renderEmail(subject(props), <AccountDeleted {...props} />);
}

function subject({ portal }: AccountDeletedProps): string {
  return textsOf(portal)('decision.deletedSubject', { portal: portal.name });
}

export default function AccountDeleted({ portal, by }: AccountDeletedProps) {
  const t = textsOf(portal);
  return (
    <Layout portal={portal} heading={t('decision.deletedHeading')} because={t('frame.formerAddress', { portal: portal.name })}>
      <Paragraph>{t('frame.greetingNobody')}</Paragraph>
      <Paragraph>
        {t(by === 'PERSON' ? 'decision.deletedByPerson' : 'decision.deletedByAdmin', { portal: portal.name })}
      </Paragraph>
      <Paragraph>{t('decision.deletedData', { portal: portal.name })}</Paragraph>
      <Appeal portal={portal} />
    </Layout>
  );
}

AccountDeleted.PreviewProps = { portal: previewPortal, by: 'PERSON' } satisfies AccountDeletedProps;
