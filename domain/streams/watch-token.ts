import * as z from 'zod';
import type { App } from '../app.ts';
import { DAY_MS } from '../durations.ts';
import { seal, unseal } from '../tokens/seal.ts';

/** @limit Time that a `watchToken` works. Beyond: INVALID_TOKEN. */
export const WATCH_MS = DAY_MS;

const PLACE = 'registration to watch';
const watched = z.object({ developerId: z.uuid(), until: z.coerce.date() });

/** What a token lets its holder watch: the status of this developer, and nothing else. */
export type Watched = z.infer<typeof watched>;

/** It is sealed and stored nowhere, so that a waiting page costs no row. */
export const watchTokenOf = ({ keys }: Pick<App, 'keys'>, what: Watched): string =>
  seal(keys, PLACE, JSON.stringify(what)).toString('base64url');

/** Null if it is none of ours. The time must still be compared with the clock of the database. */
export function readWatchToken({ keys }: Pick<App, 'keys'>, token: string): Watched | null {
  const opened = unseal(keys, PLACE, Buffer.from(token, 'base64url'));
  return opened && watched.parse(JSON.parse(opened.text));
}
