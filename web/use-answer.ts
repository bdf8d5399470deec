import { useEffect, useState } from 'react';
import { ask, type Unanswered } from './api.ts';
import type { Operation } from './operation.ts';

/**
 * Null until the answer comes.
 * @param begun the answer, if it was asked for already
 */
export function useAnswer<Answer, Variables>(
  query: Operation<Answer, Variables>,
  variables: Variables,
  begun: Promise<Answer> | null = null,
): Answer | Unanswered | null {
  const [answer, setAnswer] = useState<Answer | Unanswered | null>(null);
  const [firstVariables] = useState(variables);
  useEffect(() => {
    void (begun ?? ask(query, firstVariables)).then(setAnswer, setAnswer);
  }, [query, firstVariables, begun]);
  return answer;
}
