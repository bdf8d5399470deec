import { ask } from './api.ts';
import { FindPortalDocument, type FindPortalQuery } from './generated/operations.ts';

const [, slug] = /^\/p\/([^/]+)/.exec(location.pathname) ?? [];

/** What the page shows depends on it, so it is asked for before the rest of the code is here. Null where the path names no portal. */
export const firstAnswer: Promise<FindPortalQuery> | null = slug ? ask(FindPortalDocument, { slug }) : null;

// The page says so, if it comes that far.
firstAnswer?.catch(() => undefined);
