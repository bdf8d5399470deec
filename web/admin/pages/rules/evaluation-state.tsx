import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { Settings } from './draft.ts';

const LOOK_AGAIN_MS = 3_000;

type EvaluationStateProps = { evaluation: Settings['pendingEvaluation']; askAgain: () => void };

/** How far the rules are with those who waited when they were saved. */
export function EvaluationState({ evaluation, askAgain }: EvaluationStateProps) {
  const t = useTranslations('rules');
  const isRunning = evaluation !== null && evaluation.finishedAt === null;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(askAgain, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  });
  if (!isRunning) return null;
  const { approved, refused, queued, total } = evaluation;
  return (
    <p role="status" className="done">
      {t('evaluating', { done: approved + refused + queued, total, approved, refused })}
    </p>
  );
}
