import { QueryClient } from '@tanstack/react-query';
import { Unanswered } from '../../api.ts';

const KEPT_MS = 5 * 60_000;

/** Lists in memory that no page shows any more go after 5 minutes. A refusal is no reason to ask again; a lost connection is, once. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      gcTime: KEPT_MS,
      staleTime: 0,
      retry: (failures, error) => failures < 1 && error instanceof Unanswered && error.code === null,
    },
  },
});
