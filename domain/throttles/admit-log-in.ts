import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidCredentials } from '../errors.ts';
import { clientBlock } from './client-block.ts';
import { count, MOST_FAILURES, nameOf, tooManyAttempts } from './open-throttles.ts';

const DAY = 24 * 3_600_000;
/** So long after its last log-in a client's failures are counted apart from those of strangers. */
export const CLIENT_KNOWN_MS = 30 * DAY;

/** An address somebody typed, whether or not there is an account: of a developer at a portal, or of an admin. */
export type Account = { realm: 'admins' | { portalId: string }; email: string };

/** What there is at such an address: whose account, and what its password is checked against. */
export type Credentials = { id: string; passwordHash: string | null };

export type Admission = {
  /**
   * Checks a password against what stands there now, null where there is no account; where that throws InvalidCredentials, it counts
   * as a failure, and the tenth throws TooManyAttempts.
   */
  attempt: <Result>(check: (found: Credentials | null) => Promise<Result>) => Promise<Result>;
  /** Notes that this client has logged in to the account. */
  remember: (accountId: string) => Promise<void>;
};

/**
 * Lets an attempt to log in go on, before anything is hashed, unless too many failed lately: from clients that logged in to the
 * account before, each counted for itself, or from all others together. It looks at the address as typed and at nothing else.
 * @param address the client's network address
 * @throws TooManyAttempts
 */
export async function admitLogIn(app: App, account: Account, address: string): Promise<Admission> {
  const client = nameOf(app.keys, clientBlock(address));
  const key = accountKey(app, account);
  const lookUp = async () => {
    const standing = await findStanding(app, account, client, key);
    if (standing.blockedUntil) throw tooManyAttempts(Number(standing.blockedUntil) - Date.now());
    return standing;
  };

  const standing = await lookUp();
  const { lastLogIn } = standing;
  const counted = lastLogIn ? `${key}:${client}` : key;
  return {
    attempt: (check) =>
      inTurn(app.throttles.underWay, counted, async (hasWaited) => {
        const { id, passwordHash } = hasWaited ? await lookUp() : standing;
        try {
          return await check(id === null ? null : { id, passwordHash });
        } catch (error) {
          if (error instanceof InvalidCredentials) await count(app.throttles.failures, counted);
          throw error;
        }
      }),
    remember: async (accountId) => {
      if (!lastLogIn || lastLogIn.getTime() < Date.now() - DAY) await noteLogIn(app, account, accountId, client);
    },
  };
}

/** Forgets the failures at an account, as whoever reads its mail has proved to be its owner. */
export async function forgiveFailures(app: App, tx: Prisma.TransactionClient, account: Account): Promise<void> {
  const key = accountKey(app, account);
  await tx.throttle.deleteMany({ where: { OR: [{ key }, { key: { gt: `${key}:`, lt: `${key};` } }] } });
}

const accountKey = ({ keys }: App, { realm, email }: Account): string =>
  `log-in:${nameOf(keys, realm === 'admins' ? realm : realm.portalId, email)}`;

type Standing = { id: string | null; passwordHash: string | null; lastLogIn: Date | null; blockedUntil: bigint | null };

/**
 * Whose account this is, when this client last logged in to it, and how long it has to stay away now. One statement, the same for
 * every address: each look of its own would cost a log-in a twentieth of what its hash does.
 */
async function findStanding(app: App, account: Account, client: string, key: string): Promise<Standing> {
  const now = Date.now();
  const since = new Date(now - CLIENT_KNOWN_MS);
  const [accounts, knownClients] =
    account.realm === 'admins'
      ? [Prisma.sql`admins WHERE email = ${account.email}`, Prisma.sql`admin_known_clients JOIN account ON id = admin_id`]
      : [
          Prisma.sql`developers WHERE portal_id = ${account.realm.portalId}::uuid AND email = ${account.email}`,
          Prisma.sql`known_clients JOIN account ON id = developer_id`,
        ];
  const [standing] = await app.prisma.$queryRaw<[Standing]>`
    WITH account AS MATERIALIZED (SELECT id, password_hash FROM ${accounts}),
    known AS MATERIALIZED (
      SELECT logged_in_at FROM ${knownClients} WHERE client = ${client} AND logged_in_at > ${since}::timestamptz
    )
    SELECT (SELECT id FROM account) AS id, (SELECT password_hash FROM account) AS "passwordHash",
      (SELECT logged_in_at FROM known) AS "lastLogIn",
      (SELECT expire FROM throttles WHERE points > ${MOST_FAILURES} AND expire > ${now}
         AND key = CASE WHEN EXISTS (SELECT FROM known) THEN ${`${key}:${client}`} ELSE ${key} END) AS "blockedUntil"`;
  return standing;
}

async function noteLogIn({ prisma }: App, { realm }: Account, accountId: string, client: string): Promise<void> {
  const [table, id] = realm === 'admins' ? ['admin_known_clients', 'admin_id'] : ['known_clients', 'developer_id'];
  // From the account, so that one which is deleted meanwhile is no error.
  await prisma.$executeRaw`
    INSERT INTO ${Prisma.raw(table)} (${Prisma.raw(id)}, client, logged_in_at)
    SELECT id, ${client}, ${new Date()}::timestamptz FROM ${Prisma.raw(realm === 'admins' ? 'admins' : 'developers')}
    WHERE id = ${accountId}::uuid FOR SHARE
    ON CONFLICT (${Prisma.raw(id)}, client) DO UPDATE SET logged_in_at = excluded.logged_in_at`;
}

/**
 * Runs `work` after whatever is under way under this key: guesses that come all at once are still counted one by one. Honest
 * log-ins at once succeed one after the other. Each process takes turns for itself, so that n processes hash n - 1 guesses more.
 */
async function inTurn<Result>(
  underWay: Map<string, Promise<unknown>>,
  key: string,
  work: (hasWaited: boolean) => Promise<Result>,
): Promise<Result> {
  const before = underWay.get(key);
  const afterIt = () => work(true);
  const mine = before ? before.then(afterIt, afterIt) : work(false);
  underWay.set(key, mine);
  try {
    return await mine;
  } finally {
    if (underWay.get(key) === mine) underWay.delete(key);
  }
}
