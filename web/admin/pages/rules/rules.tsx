import { useTranslations } from 'use-intl';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindRulesDocument } from '../../generated/operations.ts';
import { useRights } from '../../session/rights.ts';
import { DeskPage } from '../../ui/desk-page.tsx';
import { AutoApprove } from './auto-approve.tsx';
import { EvaluationState } from './evaluation-state.tsx';
import { ForOnePortal } from './for-one-portal.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { RulesInWords } from './rules-in-words.tsx';
import { RulesNavigation } from './rules-navigation.tsx';
import './rules.css';

/** What decides about registrations before an admin does. */
export function Rules() {
  const t = useTranslations('rules');
  return (
    <DeskPage title={t('title')} acts={<RulesNavigation />}>
      <ForOnePortal>{(slug) => <RulesOf key={slug} slug={slug} />}</ForOnePortal>
    </DeskPage>
  );
}

function RulesOf({ slug }: { slug: string }) {
  const t = useTranslations('rules');
  const { isOwner } = useRights(slug);
  const found = useFound(FindRulesDocument, { portal: slug });
  return (
    <WhenFound found={found}>
      {({ portal, invitations }) => {
        if (!portal?.settings) return <p>{t('noPortal')}</p>;
        const names = { ...portal.settings, links: invitations?.edges.map(({ node }) => node) ?? [] };
        return (
          <>
            <p>{t('about')}</p>
            <EvaluationState evaluation={portal.settings.pendingEvaluation} askAgain={found.askAgain} />
            {isOwner ? (
              <RuleEditor slug={slug} settings={names} />
            ) : (
              <RulesInWords rules={portal.settings.approvalRules.rules} names={names} />
            )}
            <AutoApprove slug={slug} isOn={portal.settings.autoApprove} mayChange={isOwner} />
          </>
        );
      }}
    </WhenFound>
  );
}
