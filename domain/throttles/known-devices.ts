import { Prisma } from '../../prisma/generated/client/client.ts';
import { ago } from '../clock.ts';
import { hashSecret, isSecret, newSecret } from '../tokens/secrets.ts';

const DAY = 24 * 3_600_000;
/** @limit Time that a device is known after its last log-in. Beyond: Its failed log-ins count with those of strangers, and its next log-in is mailed. */
export const DEVICE_KNOWN_MS = 30 * DAY;
/** @limit devices: Known devices of one account. Beyond: The device that logged in longest ago is forgotten. */
export const MOST_DEVICES = 50;
/** @limit devices: Of these, devices that one program in one network logged in from without a secret. Beyond: Its oldest device is forgotten. */
export const MOST_OF_ONE_CLIENT = 10;

export type Realm = 'admins' | { portalId: string };

type Database = Pick<Prisma.TransactionClient, '$executeRaw'>;

const tablesOf = (realm: Realm) =>
  realm === 'admins'
    ? { known: Prisma.sql`admin_known_clients`, id: Prisma.sql`admin_id`, accounts: Prisma.sql`admins` }
    : { known: Prisma.sql`known_clients`, id: Prisma.sql`developer_id`, accounts: Prisma.sql`developers` };

export const knownDevice = (realm: Realm, accountId: Prisma.Sql, device: string | null): Prisma.Sql => {
  const { known, id } = tablesOf(realm);
  const hash = device === null ? null : hashSecret(device);
  return Prisma.sql`SELECT logged_in_at FROM ${known}
    WHERE ${id} = ${accountId} AND hash = ${hash}::bytea AND logged_in_at > ${ago(DEVICE_KNOWN_MS)}`;
};

/** The secret that the device keeps. A device with a secret keeps the same one. */
export const secretOf = (device: string | null): string => (device && isSecret(device) ? device : newSecret());

/** Returns the secret that the device keeps. */
export async function rememberDevice(
  database: Database,
  realm: Realm,
  accountId: string,
  device: string | null,
): Promise<string> {
  const secret = secretOf(device);
  // The SELECT makes a deleted account no error.
  await database.$executeRaw`
    WITH account AS MATERIALIZED (SELECT id FROM ${tablesOf(realm).accounts} WHERE id = ${accountId}::uuid FOR KEY SHARE),
    ${remembered(realm, Prisma.sql`account`, secret)}
    SELECT`;
  return secret;
}

/**
 * The same as parts of a statement. With SKIP LOCKED two parallel log-ins never wait for each other.
 * @param account at most one row, with its `id`
 * @param client what tells a client that sent no secret. It logs in as a new device each time, which must not make others forgotten.
 */
export function remembered(realm: Realm, account: Prisma.Sql, secret: string, client: string | null = null): Prisma.Sql {
  const { known, id } = tablesOf(realm);
  const hash = hashSecret(secret);
  const olderOfClient =
    client === null
      ? Prisma.empty
      : Prisma.sql`older_of_client AS (
          SELECT hash FROM ${known} WHERE ${id} = (SELECT id FROM ${account}) AND client = ${client} AND hash <> ${hash}
          ORDER BY logged_in_at DESC OFFSET ${MOST_OF_ONE_CLIENT - 1} FOR UPDATE SKIP LOCKED
        ),`;
  const orOfClient = client === null ? Prisma.empty : Prisma.sql`UNION ALL SELECT hash FROM older_of_client`;
  return Prisma.sql`
    older_devices AS (
      SELECT hash FROM ${known} WHERE ${id} = (SELECT id FROM ${account}) AND hash <> ${hash}
      ORDER BY logged_in_at DESC OFFSET ${MOST_DEVICES - 1} FOR UPDATE SKIP LOCKED
    ),
    ${olderOfClient}
    forgotten_devices AS (
      DELETE FROM ${known} WHERE ${id} = (SELECT id FROM ${account}) AND hash IN (SELECT hash FROM older_devices ${orOfClient})
    ),
    device AS (
      INSERT INTO ${known} (${id}, hash, logged_in_at, client) SELECT id, ${hash}, now(), ${client}::text FROM ${account}
      ON CONFLICT (${id}, hash) DO UPDATE SET logged_in_at = excluded.logged_in_at, client = NULL
    )`;
}

export async function forgetDevices(database: Database, realm: Realm, accountId: string): Promise<void> {
  const { known, id } = tablesOf(realm);
  await database.$executeRaw`DELETE FROM ${known} WHERE ${id} = ${accountId}::uuid`;
}
