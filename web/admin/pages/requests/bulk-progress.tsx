import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useFound } from '../../data/found.tsx';
import { FindBulkDecisionDocument } from '../../generated/operations.ts';

const ASK_AGAIN_MS = 1_000;

/** How far a decision about all requests is. */
export function BulkProgress({ id, done }: { id: string; done: () => void }) {
  const t = useTranslations('requests');
  const { answer, askAgain } = useFound(FindBulkDecisionDocument, { id });
  const bulk = answer?.bulkDecision;
  const hasEnded = Boolean(bulk?.finishedAt);
  useEffect(() => {
    if (hasEnded) return done();
    const timer = setInterval(askAgain, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [hasEnded, askAgain, done]);
  if (!bulk) return null;
  const { total, conflicts } = bulk;
  return (
    <div className="bulk">
      <progress aria-label={t('progress')} max={total} value={bulk.done + conflicts} />
      <p role="status">
        {hasEnded
          ? t('bulkDone', { done: bulk.done, conflicts, rest: total - bulk.done - conflicts })
          : t('bulkRuns', { total })}
      </p>
    </div>
  );
}
