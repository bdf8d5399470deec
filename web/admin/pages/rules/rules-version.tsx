import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { useFound, WhenFound } from '../../data/found.tsx';
import { FindRulesVersionDocument, type RuleHereFragment } from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { useRights } from '../../session/rights.ts';
import { Choice } from '../../ui/choice.tsx';
import type { Names } from './draft.ts';
import { RulesInWords } from './rules-in-words.tsx';

const OTHERS = ['before', 'inUse'] as const;

type RulesVersionProps = { slug: string; version: number; newest: number; names: Names };

/** The rules of one version, compared with those of another one. */
export function RulesVersion({ slug, version, newest, names }: RulesVersionProps) {
  const t = useTranslations('rules');
  const { isOwner } = useRights(slug);
  const [text, compareWith] = useQueryText('compare');
  const other = OTHERS.find((one) => one === text) ?? 'before';
  const found = useFound(FindRulesVersionDocument, { portal: slug, version });
  const foundOther = useFound(FindRulesVersionDocument, {
    portal: slug,
    version: other === 'before' ? version - 1 : newest,
  });
  return (
    <section className="card" aria-labelledby="version-title">
      <h2 id="version-title">{t('versionNumber', { version })}</h2>
      {version === newest && <p className="done">{t('current')}</p>}
      <Choice
        label={t('compareWith')}
        value={other}
        choices={OTHERS.map((value) => ({ value, label: t(value) }))}
        onChange={compareWith}
      />
      <WhenFound found={found}>
        {(answer) => (
          <WhenFound found={foundOther}>
            {(answerOther) => {
              const rules = rulesOf(answer.portal);
              if (!rules) return <p className="none">{t('gone')}</p>;
              return <RulesInWords rules={rules} names={names} comparedWith={rulesOf(answerOther.portal) ?? []} />;
            }}
          </WhenFound>
        )}
      </WhenFound>
      {isOwner && version !== newest && (
        <Link className="button second" href={`/admin/rules?${new URLSearchParams({ portal: slug, from: String(version) })}`}>
          {t('useThese')}
        </Link>
      )}
    </section>
  );
}

type Answered = { settings: { approvalRules: { history: { rules: RuleHereFragment[] }[] } } | null } | null;

const rulesOf = (portal: Answered) => portal?.settings?.approvalRules.history[0]?.rules;
