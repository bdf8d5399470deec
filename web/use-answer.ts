import { useEffect, useState } from 'react';
import { ask, type Unanswered } from './api.ts';
import type { Operation } from './operation.ts';

/** Null until the answer comes. */
export function useAnswer<Answer, Variables>(
  query: Operation<Answer, Variables>,
  variables: Variables,
): Answer | Unanswered | null {
  const [answer, setAnswer] = useState<Answer | Unanswered | null>(null);
  const [firstVariables] = useState(variables);
  useEffect(() => {
    void ask(query, firstVariables).then(setAnswer, setAnswer);
  }, [query, firstVariables]);
  return answer;
}
