import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindRulesHistoryDocument } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { ForOnePortal } from '../../shell/for-one-portal.tsx';
import { Button } from '../../ui/button.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { Moment } from '../../ui/moment.tsx';
import { DataTable } from '../../ui/table.tsx';
import { RulesNavigation } from './rules-navigation.tsx';
import { RulesVersion } from './rules-version.tsx';
import './rules.css';

/** Who changed the rules, when and how. */
export function RulesHistory() {
  const t = useTranslations('rules');
  return (
    <DeskPage title={t('historyTitle')} acts={<RulesNavigation />}>
      <ForOnePortal>{({ slug }) => <HistoryOf slug={slug} />}</ForOnePortal>
    </DeskPage>
  );
}

function HistoryOf({ slug }: { slug: string }) {
  const t = useTranslations('rules');
  const [text, choose] = useQueryText('version');
  const found = useFound(FindRulesHistoryDocument, { portal: slug });
  return (
    <WhenFound found={found}>
      {({ portal, invitations }) => {
        if (!portal?.settings) return <p>{t('noPortal')}</p>;
        const { approvalRules, ...settings } = portal.settings;
        const names = { ...settings, links: invitations?.edges.map(({ node }) => node) ?? [] };
        const shown = Number(text) || approvalRules.version;
        return (
          <>
            <p>{t('historyAbout')}</p>
            <div className="rules-beside">
              <DataTable
                label={t('versions')}
                rows={approvalRules.history}
                idOf={({ version }) => String(version)}
                none={t('noHistory')}
                columns={[
                  { title: t('version'), isRowHeader: true, cell: ({ version }) => t('versionNumber', { version }) },
                  { title: t('changedAt'), cell: ({ changedAt }) => <Moment at={changedAt} /> },
                  { title: t('changedBy'), cell: ({ changedBy }) => changedBy ?? t('unknown') },
                  {
                    title: t('show'),
                    cell: ({ version }) => (
                      <Button
                        kind="second"
                        aria-label={t('showVersion', { version })}
                        aria-current={version === shown}
                        onPress={() => choose(String(version))}
                      >
                        {t('show')}
                      </Button>
                    ),
                  },
                ]}
              />
              {approvalRules.version > 0 && (
                <RulesVersion key={shown} slug={slug} version={shown} newest={approvalRules.version} names={names} />
              )}
            </div>
          </>
        );
      }}
    </WhenFound>
  );
}
