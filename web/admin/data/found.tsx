import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { ask, Unanswered } from '../../api.ts';
import type { Operation } from '../../operation.ts';
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
  const isRefused = error instanceof Unanswered && error.code === 'NOT_ALLOWED';
  useEffect(() => {
    if (isRefused) lookAgain();
  }, [isRefused, lookAgain]);
  return { answer: data, failure: error, askAgain: () => void refetch(), isAsking: isFetching };
}

type WhenFoundProps<Answer> = { found: Found<Answer>; children: (answer: Answer) => ReactNode };

/** Shows that the answer is on its way, or that it failed. An old answer stays in sight below the failure. */
export function WhenFound<Answer>({ found: { answer, failure, askAgain }, children }: WhenFoundProps<Answer>) {
  const t = useTranslations('ui');
  return (
    <>
      {failure && (
        <div role="alert" className="refusal">
          <p>
            {t('failed')} {failure.message}
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
