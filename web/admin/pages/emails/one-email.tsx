import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindEmailDocument, type MailKind } from '../../generated/operations.ts';
import { usePath } from '../../navigation.tsx';
import { useRights } from '../../session/rights.ts';
import { EmailEditor } from './email-editor.tsx';

type OneEmailProps = { slug: string; mail: MailKind; locale: string };

/** One email in one language: an OWNER edits its texts, others see them. */
export function OneEmail({ slug, mail, locale }: OneEmailProps) {
  const t = useTranslations('emails');
  const path = usePath();
  const { isOwner } = useRights(slug);
  const found = useFound(FindEmailDocument, { slug, mail, locale });
  return (
    <>
      <p>
        <Link href={`${path}?${new URLSearchParams({ language: locale })}`}>{t('all')}</Link>
      </p>
      <h2>{t(`names.${mail}`)}</h2>
      <WhenFound found={found}>
        {({ portal }) => {
          const [template] = portal?.settings?.mailTemplates ?? [];
          if (!template) return <p>{t('noSuchEmail')}</p>;
          if (!isOwner)
            return <ReadOnly subject={template.texts.subject} title={template.texts.title} body={template.texts.body} />;
          return <EmailEditor slug={slug} template={template} versions={portal?.settings?.mailTemplateVersions ?? []} />;
        }}
      </WhenFound>
    </>
  );
}

function ReadOnly({ subject, title, body }: { subject: string; title: string; body: string }) {
  const t = useTranslations('emails');
  return (
    <dl className="card">
      <dt>{t('subject')}</dt>
      <dd>{subject}</dd>
      <dt>{t('title')}</dt>
      <dd>{title}</dd>
      <dt>{t('body')}</dt>
      <dd className="email-text">{body}</dd>
    </dl>
  );
}
