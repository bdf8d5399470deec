import type { DeveloperStatus } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { tellStatusAfterUndo } from '../decisions/tell-status-after-undo.ts';
import { InvalidToken } from '../errors.ts';
import { endedBy } from './ended-by.ts';
import type { Stream } from './queue-of-news.ts';
import { readWatchToken, type Watched } from './watch-token.ts';

/** The status now, and each time that it changes, until it is decided and its undo window is over. */
export async function registrationChanged(app: App, token: string): Promise<AsyncIterable<DeveloperStatus>> {
  const watched = readWatchToken(app, token);
  if (!watched || !(await statusOf(app, watched))) throw new InvalidToken();
  const stream = app.streams.open(watched.developerId);
  return endedBy(stream, changesOf(app, watched, stream));
}

async function* changesOf(app: App, watched: Watched, stream: Stream): AsyncGenerator<DeveloperStatus> {
  try {
    let told: DeveloperStatus | null = null;
    stream.lookAgainIn(0);
    for await (const news of stream) {
      if (news && !news.has(watched.developerId)) continue;
      const status = await statusToTell(app, watched, stream);
      if (status === 'ENDED') return;
      if (status && status !== told) yield status;
      if (status && status !== 'PENDING') return;
      told = status ?? told;
    }
  } finally {
    await stream.return?.();
  }
}

/** Null while a decision can still be undone. */
async function statusToTell(app: App, watched: Watched, stream: Stream): Promise<DeveloperStatus | 'ENDED' | null> {
  const status = await statusOf(app, watched);
  if (status === null || status === 'PENDING') return status ?? 'ENDED';
  const told = await tellStatusAfterUndo(app, watched.developerId);
  if (told?.waitMs == null) return told?.status ?? 'ENDED';
  stream.lookAgainIn(told.waitMs);
  return null;
}

/** Null if the developer was deleted, and when the time of the token is over. */
async function statusOf({ prisma }: App, { developerId, until }: Watched): Promise<DeveloperStatus | null> {
  const [found] = await prisma.$queryRaw<[{ status: DeveloperStatus }?]>`
    SELECT status FROM developers WHERE id = ${developerId}::uuid AND ${until}::timestamptz > now()`;
  return found?.status ?? null;
}
