import type { App } from '../app.ts';
import { HOUR_MS } from '../durations.ts';
import { NotAllowed } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { count, nameOf, tooManyAttempts } from '../throttles/throttles.ts';
import { transaction } from '../transaction.ts';
import { dataOf } from './data-of.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import { lockDeveloper } from './lock-developer.ts';

/** @limit exports: Exports of the own data of one developer in an hour. Beyond: TooManyAttempts. */
export const MOST_EXPORTS = 10;

/** Returns everything that the person may see of the registration, as a document in JSON. */
export async function exportMyData(app: App, developer: LoggedInDeveloper | null): Promise<string> {
  if (!developer) throw new NotAllowed();
  const { id, portalId } = developer;
  const bound = { key: `export:${nameOf(app.keys, id)}`, most: MOST_EXPORTS };
  const [refused] = await count(app, [bound], { ms: HOUR_MS, isPenalty: false });
  if (refused) throw tooManyAttempts(refused.ms);
  await transaction(app, async (tx) => {
    // An event after the deletion would keep the client of a person who is gone.
    if ((await lockDeveloper(tx, id))?.status !== 'APPROVED') throw new NotAllowed();
    await record(tx, {
      type: 'developer.data-exported',
      portalId,
      actor: byDeveloper(id),
      subject: { kind: 'DEVELOPER', id },
      data: {},
    });
  });
  return JSON.stringify(await dataOf(app, developer), null, 2);
}
