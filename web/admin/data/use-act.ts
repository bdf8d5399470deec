import { useCallback } from 'react';
import type { Operation } from '../../operation.ts';
import { useSession } from '../session/session.tsx';
import { client } from './client.ts';

/**
 * Returns a function that sends a mutation and gives the answer of its only field. If the session has ended or a confirmation is too old,
 * a dialog asks for it, and the mutation is sent again. After it, all queries on the page are asked again.
 */
export function useAct() {
  const { act } = useSession();
  return useCallback(
    async <Result extends { __typename: string }, Input>(
      mutation: Operation<Record<string, Result | null>, { input: Input }>,
      input: Input,
    ): Promise<Result> => {
      const result = await act(mutation, input);
      void client.invalidateQueries();
      return result;
    },
    [act],
  );
}
