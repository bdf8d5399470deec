import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../../api.ts';
import type { Operation } from '../../operation.ts';

type PageInfo = { hasNextPage: boolean; endCursor: string | null };

/** The pages of a connection that were shown so far, and the next one on demand. Every act of the page asks all of them again. */
export function useFoundPages<Answer, Variables>(
  query: Operation<Answer, Variables>,
  variablesAt: (after: string | null) => Variables,
  pageInfoOf: (answer: Answer) => PageInfo | undefined,
) {
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [query.toString(), 'pages', variablesAt(null)],
    queryFn: ({ pageParam }) => ask(query, variablesAt(pageParam)),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Answer) => {
      const info = pageInfoOf(last);
      return info?.hasNextPage ? info.endCursor : null;
    },
    // What is kept of a list that somebody turns for long.
    maxPages: 20,
  });
  return {
    pages: data?.pages ?? [],
    failure: error,
    more: hasNextPage ? () => void fetchNextPage() : null,
    isAsking: isFetchingNextPage,
  };
}
