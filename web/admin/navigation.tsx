import { matchRoute, useLocation, useRouter, useSearchParams } from 'wouter';

/** Whether the current path is one of these, such as `/admin/people/:id`. */
export function useIsAt(paths: string[]): boolean {
  const { parser } = useRouter();
  const [path] = useLocation();
  return paths.some((pattern) => matchRoute(parser, pattern, path)[0]);
}

/** The current path without the query. */
export const usePath = (): string => useLocation()[0];

/**
 * Returns a function that sets several parameters of the query at once; an empty text removes one. It does nothing on another page: the page
 * before is still there while the next one is being loaded.
 */
export function useSetQuery(): (texts: Record<string, string>) => void {
  const [, setQuery] = useSearchParams();
  const path = usePath();
  return (texts) => {
    if (location.pathname !== path) return;
    setQuery(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, text] of Object.entries(texts)) {
          if (text) after.set(name, text);
          else after.delete(name);
        }
        return after;
      },
      { replace: true },
    );
  };
}

/**
 * One parameter of the query, which holds what the page shows: a filter, an order, a cursor. A reload and a link keep it.
 * @returns its text, empty if it is absent, and a function that sets it without a new entry in the history
 */
export function useQueryText(name: string): [string, (text: string) => void] {
  const [query] = useSearchParams();
  const set = useSetQuery();
  return [query.get(name) ?? '', (text) => set({ [name]: text })];
}
