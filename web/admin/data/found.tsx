import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { ask, Unanswered } from '../../api.ts';
import type { Operation } from '../../operation.ts';
import { useSentence } from '../../use-sentence.ts';
import { useSession } from '../session/session.tsx';
import { Button } from '../ui/button.tsx';

export type Found<Answer> = { answer: Answer | undefined; failure: Error | null; askAgain: () => void; isAsking: boolean };

type FoundOptions = {
  /**
   * With other variables, shows the old answer until the new one is here. For lists; a page about one person must never show another one.
   */
  keepsOld?: boolean;
};

/** The answer of a query. Every act of this page, and coming back to the tab, asks again. */
export function useFound<Answer, Variables>(
  query: Operation<Answer, Variables>,
  variables: Variables,
  { keepsOld = false }: FoundOptions = {},
): Found<Answer> {
  const { lookAgain } = useSession();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: [query.toString(), variables],
    queryFn: () => ask(query, variables),
    ...(keepsOld && { placeholderData: keepPreviousData }),
  });
  const mayHaveEnded = isRefused(error);
  useEffect(() => {
    if (mayHaveEnded) lookAgain();
  }, [mayHaveEnded, lookAgain]);
  return { answer: data, failure: error, askAgain: () => void refetch(), isAsking: isFetching };
}

const isRefused = (error: Error | null): boolean => error instanceof Unanswered && error.code === 'NOT_ALLOWED';

type WhenFoundProps<Answer> = { found: Found<Answer>; children: (answer: Answer) => ReactNode };

/** Shows that the answer is on its way, that it failed, or that the role does not allow it. An old answer stays in sight, and so does what was typed below it. */
export function WhenFound<Answer>({ found: { answer, failure, askAgain }, children }: WhenFoundProps<Answer>) {
  const t = useTranslations('ui');
  const sentenceOf = useSentence();
  const isForOthers = isRefused(failure);
  if (isForOthers && answer === undefined) return <p className="none">{t('notForYou')}</p>;
  return (
    <>
      {failure && !isForOthers && (
        <div role="alert" className="refusal">
          <p>
            {t('failed')} {sentenceOf(failure)}
          </p>
          <Button kind="second" onPress={askAgain}>
            {t('again')}
          </Button>
        </div>
      )}
      {answer === undefined ? !failure && <p role="status">{t('loading')}</p> : children(answer)}
    </>
  );
}
