import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { DAY_MS } from '../durations.ts';
import { TooManyAttempts } from '../errors.ts';
import { countFailure, inTurn, refusedFor } from './failures.ts';
import { knownDevice, type Realm } from './known-devices.ts';
import { count, nameOf, tooManyAttempts } from './throttles.ts';

export type Person = { realm: Realm; id: string };

/** @limit resets: New passwords in a day that forgive wrong codes. Beyond: The wrong codes still count, and the device of the reset is not known. */
export const MOST_FORGIVEN = 1;

/** @limit emails: Emails about wrong codes to one person in a day. Beyond: No email, and the codes are refused all the same. */
export const MOST_CODE_WARNINGS = 1;

/**
 * Ten wrong codes stop further checks for a while, as wrong passwords do. Each known device counts separately from strangers, so
 * that somebody who knows the password does not lock the owner out.
 * @param check throws InvalidCredentials for a wrong code. It gets the secret of the device, if its log-in was noted within a day
 * @param warn runs when strangers are refused for the first time in a day
 */
export async function withCodeLimit<Result>(
  app: App,
  person: Person,
  device: string | null,
  check: (notedDevice: string | null) => Promise<Result>,
  warn: () => Promise<void>,
): Promise<Result> {
  const key = codesKey(app.keys, person);
  const deviceKey = `${key}:${nameOf(app.keys, device ?? '')}`;
  const lookUp = async () => {
    const standing = await findStanding(app, person, device, { key, deviceKey });
    if (standing.refusedMs !== null) throw tooManyAttempts(standing.refusedMs);
    return standing;
  };

  const standing = await lookUp();
  const counted = standing.isKnown ? deviceKey : key;
  return await inTurn(app, counted, async (hasWaited) => {
    const { isNoted } = hasWaited ? await lookUp() : standing;
    try {
      return await countFailure(app, counted, () => check(isNoted ? device : null));
    } catch (error) {
      const isRefusedNow = error instanceof TooManyAttempts && !standing.isKnown;
      if (isRefusedNow && (await isFirstToday(app, key))) await warn();
      throw error;
    }
  });
}

/**
 * A new password forgives wrong codes, because who guessed them does not know it. Only once a day, so that a thief of the mailbox, who can reset
 * the password again and again, gets no more guesses by that.
 * @returns whether it did
 */
export async function forgiveCodes(app: Pick<App, 'keys'>, tx: Prisma.TransactionClient, person: Person): Promise<boolean> {
  const key = codesKey(app.keys, person);
  const window = { ms: DAY_MS, isPenalty: false };
  const beyond = await count({ prisma: tx }, [{ key: `${key}:forgiven`, most: MOST_FORGIVEN }], window);
  if (beyond.length > 0) return false;
  await tx.throttle.deleteMany({ where: { key } });
  return true;
}

/** The count of strangers at the codes of this person. */
const codesKey = (keys: App['keys'], { realm, id }: Person): string =>
  `code:${nameOf(keys, realm === 'admins' ? realm : realm.portalId, id)}`;

async function isFirstToday(app: App, key: string): Promise<boolean> {
  const beyond = await count(app, [{ key: `${key}:warned`, most: MOST_CODE_WARNINGS }], { ms: DAY_MS, isPenalty: false });
  return beyond.length === 0;
}

type Standing = { isKnown: boolean; isNoted: boolean; refusedMs: number | null };

async function findStanding(
  app: App,
  { realm, id }: Person,
  device: string | null,
  { key, deviceKey }: { key: string; deviceKey: string },
): Promise<Standing> {
  const counted = Prisma.sql`CASE WHEN EXISTS (SELECT FROM known) THEN ${deviceKey} ELSE ${key} END`;
  const [standing] = await app.prisma.$queryRaw<[Standing]>`
    WITH known AS MATERIALIZED (${knownDevice(realm, Prisma.sql`${id}::uuid`, device)})
    SELECT EXISTS (SELECT FROM known) AS "isKnown",
      EXISTS (SELECT FROM known WHERE logged_in_at > now() - interval '1 day') AS "isNoted",
      (${refusedFor(counted)}) AS "refusedMs"`;
  return standing;
}
