import { ask } from './api.ts';
import { FindPortalDocument, type FindPortalQuery } from './generated/operations.ts';
import { pageAt } from './own-host.ts';
import { readTrace } from './person-trace.ts';

const slug = pageAt(location.pathname)?.slug;

/** From before it was asked for. */
export const traceAtFirst = readTrace();

/** What the page shows depends on it, so it is asked for before the rest of the code is here. Null where there is no page of a portal. */
export const firstAnswer: Promise<FindPortalQuery> | null = slug ? ask(FindPortalDocument, { slug }) : null;

// The page says so, if it comes that far.
firstAnswer?.catch(() => undefined);
