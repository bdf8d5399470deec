import { useCallback, useEffect, useReducer, useRef } from 'react';
import { ask } from '../../../api.ts';
import { useFound } from '../../data/found.tsx';
import { FindRequestDocument, FindRequestsDocument, type FindRequestsQueryVariables } from '../../generated/operations.ts';
import { changeQueue, type Row } from './queue.ts';
import { useSoon } from './use-soon.ts';

/** The requests that the page shows, with what became of them since. */
export function useQueue(variables: FindRequestsQueryVariables) {
  const found = useFound(FindRequestsDocument, variables);
  const [rows, change] = useReducer(changeQueue, []);
  const latest = useRef(rows);
  latest.current = rows;
  const list = found.answer?.requests;

  /** Adds a request that is not in the list, such as that of a link. */
  const add = useCallback(async (id: string) => {
    const answer = await ask(FindRequestDocument, { id }).catch(() => null);
    if (answer?.developer) change({ type: 'ADDED', found: answer.developer });
  }, []);

  const lookUp = useCallback(async ({ id, mark }: Pick<Row, 'id' | 'mark'>) => {
    const answer = await ask(FindRequestDocument, { id }).catch(() => null);
    if (answer) change({ type: 'LOOKED_UP', id, was: mark, found: answer.developer });
  }, []);

  useEffect(() => {
    if (!list) return;
    const requests = list.edges.map(({ node }) => node);
    change({ type: 'LISTED', requests });
    const listed = new Set(requests.map(({ id }) => id));
    // The answer can be older than what the row shows, so it alone proves nothing.
    const unsure = latest.current.filter(({ id, mark: { is } }) =>
      is === 'WAITING' ? !listed.has(id) : is === 'DECIDED' && listed.has(id),
    );
    void (async () => {
      for (const row of unsure) await lookUp(row);
    })();
  }, [list, lookUp]);

  return { found, list, rows, change, add, askSoon: useSoon(found.askAgain) };
}
