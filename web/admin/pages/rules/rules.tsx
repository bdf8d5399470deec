import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindRulesDocument, FindRulesVersionDocument } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { useRights } from '../../session/rights.ts';
import { ForOnePortal } from '../../shell/for-one-portal.tsx';
import { DeskPage } from '../../ui/desk-page.tsx';
import { AutoApprove } from './auto-approve.tsx';
import type { Names, Settings } from './draft.ts';
import { EvaluationState } from './evaluation-state.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { RulesInWords } from './rules-in-words.tsx';
import { RulesNavigation } from './rules-navigation.tsx';
import './rules.css';

/** What decides about registrations before an admin does. */
export function Rules() {
  const t = useTranslations('rules');
  return (
    <DeskPage title={t('title')} acts={<RulesNavigation />}>
      <ForOnePortal>{({ slug }) => <RulesOf slug={slug} />}</ForOnePortal>
    </DeskPage>
  );
}

function RulesOf({ slug }: { slug: string }) {
  const t = useTranslations('rules');
  const { isOwner } = useRights(slug);
  const [from] = useQueryText('from');
  const found = useFound(FindRulesDocument, { portal: slug });
  return (
    <WhenFound found={found}>
      {({ portal, invitations }) => {
        if (!portal?.settings) return <p>{t('noPortal')}</p>;
        const settings = { ...portal.settings, links: invitations?.edges.map(({ node }) => node) ?? [] };
        return (
          <>
            <p>{t('about')}</p>
            <EvaluationState evaluation={settings.pendingEvaluation} askAgain={found.askAgain} />
            {!isOwner && <RulesInWords rules={settings.approvalRules.rules} names={settings} />}
            {isOwner && !from && <RuleEditor slug={slug} settings={settings} beginWith={null} />}
            {isOwner && from && <OlderRules key={from} slug={slug} settings={settings} version={Number(from)} />}
            <AutoApprove slug={slug} isOn={settings.autoApprove} mayChange={isOwner} />
          </>
        );
      }}
    </WhenFound>
  );
}

/** The editor begins with the rules of an older version. */
function OlderRules({ slug, settings, version }: { slug: string; settings: Settings & Names; version: number }) {
  const found = useFound(FindRulesVersionDocument, { portal: slug, version });
  return (
    <WhenFound found={found}>
      {({ portal }) => (
        <RuleEditor slug={slug} settings={settings} beginWith={portal?.settings?.approvalRules.history[0]?.rules ?? null} />
      )}
    </WhenFound>
  );
}
