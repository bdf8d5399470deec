import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { act } from './api.ts';
import { asks, type MayAsk } from './asks-for-solution.ts';
import type { Say } from './components/form.tsx';
import type { PortalFragment } from './generated/operations.ts';
import { orNotLoaded } from './not-loaded.ts';
import type { Operation } from './operation.ts';

/** Portals that ask for no solutions do not make anybody load this. */
const solver = () => orNotLoaded(import('./bot-check.ts'));

/** An act for which a portal may check that a stranger is no bot. The browser does the work, from when the person begins to type. */
export function useStrangerAct({ slug, botCheck }: PortalFragment) {
  const t = useTranslations('parts');
  const mayAsk = botCheck !== 'OFF';
  useEffect(() => {
    if (!mayAsk) return;
    const begin = () =>
      void solver().then(
        ({ prepare }) => prepare(slug),
        () => undefined,
      );
    addEventListener('input', begin, { once: true });
    return () => removeEventListener('input', begin);
  }, [mayAsk, slug]);

  return async <Result extends MayAsk, Input extends { portal: string; botCheck?: string | null }>(
    mutation: Operation<Record<string, Result | null>, { input: Input }>,
    input: Input,
    say: Say,
  ): Promise<Result> => {
    // An admin may have turned it on since the page was loaded.
    const first = mayAsk ? null : await act(mutation, input);
    if (first && !asks(first)) return first;
    const { actWithSolution } = await solver();
    const answer = await actWithSolution(mutation, input, first, () => say(t('botCheck')));
    return asks(answer) ? { ...answer, message: t('botCheckFailed') } : answer;
  };
}
