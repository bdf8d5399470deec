import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { newSecret } from '../tokens/secrets.ts';
import { countFailure, inTurn, refusedFor } from './failures.ts';
import { forgetDevices, knownDevice, type Realm, rememberDevice } from './known-devices.ts';
import { forgiveCodes } from './limit-codes.ts';
import { nameOf, tooManyAttempts } from './throttles.ts';

export type Account = { realm: Realm; email: string };

export type Credentials = { id: string; passwordHash: string | null; hasSecondFactor: boolean };

/** A check that passed. `notedDevice` is the secret of the device, if its log-in was noted within a day. */
export type Checked = { checked: Credentials; notedDevice: string | null };

/**
 * Ten wrong passwords stop further checks for a while. Each known device counts separately from strangers.
 * The IP does not count, so people who share a network learn nothing about each other.
 */
export async function withGuessLimit(
  app: App,
  account: Account,
  device: string | null,
  check: (found: Credentials | null) => Promise<Credentials>,
): Promise<Checked> {
  const key = accountKey(app, account);
  const deviceKey = `${key}:${nameOf(app.keys, device ?? '')}`;
  const lookUp = async () => {
    const standing = await findStanding(app, account, device, { key, deviceKey });
    if (standing.refusedMs !== null) throw tooManyAttempts(standing.refusedMs);
    return standing;
  };

  const standing = await lookUp();
  const counted = standing.isKnown ? deviceKey : key;
  return await inTurn(app, counted, async (hasWaited) => {
    const { id, passwordHash, hasSecondFactor, isNoted } = hasWaited ? await lookUp() : standing;
    const checked = await countFailure(app, counted, () =>
      check(id === null ? null : { id, passwordHash, hasSecondFactor: hasSecondFactor === true }),
    );
    return { checked, notedDevice: isNoted ? device : null };
  });
}

export async function forgetGuesses(
  app: App,
  tx: Prisma.TransactionClient,
  account: Account,
  { id, hasSecondFactor }: Owner,
): Promise<{ areCodesForgiven: boolean }> {
  await tx.throttle.deleteMany({ where: { key: accountKey(app, account) } });
  await forgetDevices(tx, account.realm, id);
  return { areCodesForgiven: !hasSecondFactor || (await forgiveCodes(app, tx, { realm: account.realm, id })) };
}

/** Makes the device of a new password a known one, unless that would give it ten more guesses of a code. */
export async function beginAnew(app: App, tx: Prisma.TransactionClient, account: Account, owner: Owner): Promise<string> {
  const { areCodesForgiven } = await forgetGuesses(app, tx, account, owner);
  return areCodesForgiven ? await rememberDevice(tx, account.realm, owner.id, null) : newSecret();
}

type Owner = { id: string; hasSecondFactor: boolean };

const accountKey = ({ keys }: App, { realm, email }: Account): string =>
  `log-in:${nameOf(keys, realm === 'admins' ? realm : realm.portalId, email)}`;

type Standing = {
  id: string | null;
  passwordHash: string | null;
  /** Null for an unknown account. */
  hasSecondFactor: boolean | null;
  isKnown: boolean;
  isNoted: boolean;
  refusedMs: number | null;
};

/** One statement for every address, because several would add a twentieth of the time of a hash. */
async function findStanding(
  app: App,
  { realm, email }: Account,
  device: string | null,
  { key, deviceKey }: { key: string; deviceKey: string },
): Promise<Standing> {
  const accounts =
    realm === 'admins'
      ? Prisma.sql`admins WHERE email = ${email}`
      : Prisma.sql`developers WHERE portal_id = ${realm.portalId}::uuid AND email = ${email}`;
  const counted = Prisma.sql`CASE WHEN EXISTS (SELECT FROM known) THEN ${deviceKey} ELSE ${key} END`;
  const [standing] = await app.prisma.$queryRaw<[Standing]>`
    WITH account AS MATERIALIZED (SELECT id, password_hash, has_second_factor FROM ${accounts}),
    known AS MATERIALIZED (${knownDevice(realm, Prisma.sql`(SELECT id FROM account)`, device)})
    SELECT (SELECT id FROM account) AS id, (SELECT password_hash FROM account) AS "passwordHash",
      (SELECT has_second_factor FROM account) AS "hasSecondFactor",
      EXISTS (SELECT FROM known) AS "isKnown",
      EXISTS (SELECT FROM known WHERE logged_in_at > now() - interval '1 day') AS "isNoted",
      (${refusedFor(counted)}) AS "refusedMs"`;
  return standing;
}
