import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { HOUR_MS } from '../durations.ts';
import { newId } from '../ids.ts';
import { jobsFrom } from '../jobs/add-job.ts';
import { DEVICE_KNOWN_MS, type Realm, remembered } from '../throttles/known-devices.ts';
import { hashSecret } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';
import type { LogInDevice } from './log-in-device.ts';

/** @limit Time between two emails to one account about log-ins from new devices. Beyond: The log-in is not mailed. */
export const NEW_DEVICE_PAUSE_MS = HOUR_MS;

/**
 * Parts of the statement that opens a session: the last log-in, the device, and the job of the email about a new one. The part `opened`
 * of that statement has at most one row, with `id` of the person, `portal_id`, and `event_id` of the log-in. Its last SELECT takes
 * `isTold`, for `ringIfTold`.
 */
export function notedLogIn(realm: Realm, device: LogInDevice): Prisma.Sql {
  const { table, id, known, knownId } = tablesOf(realm);
  if (device.isNoted) {
    return Prisma.sql`noted_log_in AS (
      UPDATE ${table} person SET last_log_in_at = now() FROM opened WHERE person.${id} = opened.id RETURNING false AS is_told
    )`;
  }
  const hash = hashSecret(device.secret);
  const isDue = Prisma.sql`(person.last_log_in_at > 'epoch' AND COALESCE(person.new_device_told_at, 'epoch') < ${ago(NEW_DEVICE_PAUSE_MS)}
    AND NOT EXISTS (SELECT FROM known_device))`;
  return Prisma.sql`
    known_device AS MATERIALIZED (
      SELECT FROM ${known} WHERE ${knownId} = (SELECT id FROM opened) AND logged_in_at > ${ago(DEVICE_KNOWN_MS)}
        AND (hash = ${hash} OR client = ${device.client})
    ),
    ${remembered(realm, Prisma.sql`opened`, device.secret, device.client)},
    noted_log_in AS (
      UPDATE ${table} person SET last_log_in_at = now(),
        new_device_told_at = CASE WHEN ${isDue} THEN now() ELSE person.new_device_told_at END,
        new_device_event_id = CASE WHEN ${isDue} THEN opened.event_id ELSE person.new_device_event_id END
      FROM opened WHERE person.${id} = opened.id
      RETURNING opened.id, opened.portal_id, opened.event_id, person.new_device_event_id = opened.event_id AS is_told, ${newId()}::uuid AS job_id
    ),
    told_log_in AS (${toldOf(realm)})`;
}

/** For the last SELECT of the statement: whether the email is a job now. */
export const isTold = Prisma.sql`COALESCE((SELECT is_told FROM noted_log_in), false) AS "isTold"`;

/** A transaction, or the client. */
export type Opening = Pick<Prisma.TransactionClient, '$queryRaw'> & Partial<Pick<Transaction, 'rings'>>;

/** A job in a transaction rings after the commit. */
export function ringIfTold(app: App, database: Opening, isTold: boolean): void {
  if (!isTold) return;
  if (database.rings) database.rings.add('MAILS');
  else app.ring(['MAILS']);
}

const toldOf = (realm: Realm): Prisma.Sql => {
  const told = Prisma.sql`noted_log_in WHERE is_told`;
  const [id, eventId] = [Prisma.sql`id`, Prisma.sql`event_id`];
  return realm === 'admins'
    ? jobsFrom(told, 'sendAdminNewDeviceEmail', { adminId: id, eventId })
    : jobsFrom(told, 'sendNewDeviceEmail', { developerId: id, eventId });
};

const tablesOf = (realm: Realm) =>
  realm === 'admins'
    ? { table: Prisma.sql`admins`, id: Prisma.sql`id`, known: Prisma.sql`admin_known_clients`, knownId: Prisma.sql`admin_id` }
    : {
        table: Prisma.sql`developer_log_ins`,
        id: Prisma.sql`developer_id`,
        known: Prisma.sql`known_clients`,
        knownId: Prisma.sql`developer_id`,
      };
