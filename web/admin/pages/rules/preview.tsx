import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { useFound, WhenFound } from '../../data/found.tsx';
import {
  type ApprovalRuleInput,
  type PreviewedRegistrations,
  PreviewRulesDocument,
  type PreviewRulesQuery,
} from '../../generated/operations.ts';
import { useQueryText } from '../../navigation.tsx';
import { Choice } from '../../ui/choice.tsx';
import { DataTable } from '../../ui/table.tsx';

const OVER = ['PENDING', 'RECENT'] as const satisfies PreviewedRegistrations[];
const PAUSE_MS = 400;

type PreviewProps = {
  slug: string;
  rules: ApprovalRuleInput[];
  /** False while something that a rule needs is empty. */
  isWhole: boolean;
};

/** What the rules would do, as they stand on the page. */
export function Preview({ slug, rules, isWhole }: PreviewProps) {
  const t = useTranslations('rules');
  const [text, setOver] = useQueryText('over');
  const over = OVER.find((one) => one === text) ?? 'PENDING';
  const tried = useLater(isWhole ? JSON.stringify(rules) : null);
  return (
    <section className="card preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{t('preview')}</h2>
      <Choice
        label={t('over')}
        value={over}
        choices={OVER.map((value) => ({ value, label: t(`overs.${value}`) }))}
        onChange={setOver}
      />
      {!isWhole && <p className="hint">{t('previewWaits')}</p>}
      {tried && <Previewed slug={slug} rules={JSON.parse(tried)} over={over} />}
    </section>
  );
}

/** The last text that is not null, once nothing was typed for a moment. */
function useLater(text: string | null): string | null {
  const [later, setLater] = useState(text);
  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => setLater(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
}

type PreviewedProps = { slug: string; rules: ApprovalRuleInput[]; over: PreviewedRegistrations };

function Previewed({ slug, rules, over }: PreviewedProps) {
  const t = useTranslations('rules');
  const found = useFound(PreviewRulesDocument, { portal: slug, rules, over }, { keepsOld: true });
  if (found.failure && 'code' in found.failure && found.failure.code === 'INVALID_INPUT') {
    return <p className="refusal">{t('previewRefused')}</p>;
  }
  return (
    <WhenFound found={found}>
      {({ previewApprovalRules }) => previewApprovalRules && <Outcome over={over} preview={previewApprovalRules} />}
    </WhenFound>
  );
}

type OutcomeProps = { over: PreviewedRegistrations; preview: NonNullable<PreviewRulesQuery['previewApprovalRules']> };

function Outcome({ over, preview: { evaluated, counts, people } }: OutcomeProps) {
  const t = useTranslations('rules');
  const sum = (act: string) => counts.filter(({ then }) => then === act).reduce((all, count) => all + count.people, 0);
  return (
    <>
      <p role="status" className="outcome">
        {t(`outcome.${over}`, { evaluated, approved: sum('APPROVE'), refused: sum('REFUSE'), queued: sum('QUEUE') })}
      </p>
      {evaluated > 0 && (
        <>
          <h3>{t('byRule')}</h3>
          <DataTable
            label={t('byRule')}
            rows={counts}
            idOf={({ rule, then, status }) => `${rule} ${then} ${status}`}
            none=""
            columns={[
              { title: t('rule'), isRowHeader: true, cell: ({ rule }) => rule ?? t('noRule') },
              ...(over === 'RECENT'
                ? [{ title: t('now'), cell: ({ status }: (typeof counts)[number]) => t(`status.${status}`) }]
                : []),
              { title: t('would'), cell: ({ then }) => t(`woulds.${then}`) },
              { title: t('people'), cell: ({ people: number }) => t('number', { number }) },
            ]}
          />
          <h3>{t('who', { count: people.length })}</h3>
          <DataTable
            label={t('whoLabel')}
            rows={people.filter(({ developer }) => developer)}
            idOf={({ developer }) => developer?.id ?? ''}
            none=""
            columns={[
              {
                title: t('person'),
                isRowHeader: true,
                cell: ({ developer }) => developer && <Link href={`/admin/people/${developer.id}`}>{developer.email}</Link>,
              },
              { title: t('would'), cell: ({ then }) => t(`woulds.${then}`) },
              { title: t('rule'), cell: ({ rule }) => rule ?? t('noRule') },
            ]}
          />
        </>
      )}
    </>
  );
}
