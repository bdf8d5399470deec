import { useTranslations } from 'use-intl';
import type { EmailTextsFragment } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { DataTable } from '../../ui/table.tsx';
import type { Settings } from './use-email-draft.ts';

type EmailVersionsProps = { versions: Settings['mailTemplateVersions']; begin: (older: EmailTextsFragment) => void };

/** The versions that are kept. One of them fills the fields; nothing is saved by that. */
export function EmailVersions({ versions, begin }: EmailVersionsProps) {
  const t = useTranslations('emails');
  return (
    <section className="card" aria-labelledby="versions-title">
      <h3 id="versions-title">{t('versions')}</h3>
      <DataTable
        label={t('versions')}
        rows={versions}
        idOf={({ version }) => String(version)}
        none={t('noVersions')}
        columns={[
          { title: t('versionTitle'), isRowHeader: true, cell: ({ version }) => t('version', { version }) },
          { title: t('at'), cell: ({ changedAt }) => <Moment at={changedAt} /> },
          { title: t('by'), cell: ({ changedBy }) => changedBy ?? t('unknown') },
          {
            title: t('use'),
            cell: ({ version, texts }) =>
              texts ? (
                <Button kind="second" aria-label={t('useNamed', { version })} onPress={() => begin(texts)}>
                  {t('use')}
                </Button>
              ) : (
                t('ofGatehouse')
              ),
          },
        ]}
      />
    </section>
  );
}
