import { redact } from '../../log.ts';
import { Prisma } from '../../prisma/generated/client/client.ts';
import { parseAddress } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import { ago, fromNow } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { isStorable } from '../text.ts';
import { type KnownMail, readMailId } from './mail-id.ts';
import type { Report, Reporter } from './report.ts';

/**
 * Mail servers give up after a week at the latest. People mark an email as spam when they read it.
 * @limit Time after an email in which a report about it counts. Beyond: It changes nothing.
 */
export const REPORT_COUNTS_MS = 90 * DAY_MS;
/**
 * A server that cannot deliver an email has given up by then, and says so (RFC 5321, 4.5.4.1).
 * @limit Time that an address is DEFERRED after the last such report. Beyond: It is OK.
 */
export const DEFERRED_MS = 7 * DAY_MS;
/** @limit Time that the state of an admin's address is kept after the last report. Beyond: It is OK. */
export const ADMIN_STATE_MS = 30 * DAY_MS;
/** @limit characters: `mailState.detail`. Beyond: The rest is cut off. */
export const LONGEST_DETAIL = 300;

type Place = { prisma: Pick<App['prisma'], '$queryRaw'>; keys: Pick<App['keys'], 'mailIds'> };

/**
 * Notes what reporters say of our emails. A report counts if it names an email of ours, and the address that it went to, and that is
 * the address of the person still. All others change nothing, and nobody learns which did. The same report twice changes nothing more.
 * @returns how many changed something
 */
export async function takeReports(app: Place, reporter: Reporter, reports: Report[]): Promise<number> {
  let changed = 0;
  for (const report of reports) {
    const mail = readMailId(app.keys, report.messageId, report.recipient);
    const email = parseAddress(report.recipient)?.canonical;
    if (mail && email && (await takeReport(app, reporter, { ...report, recipient: email }, mail))) changed++;
  }
  return changed;
}

/**
 * One statement. A worse state takes the place of a better one. The same state is noted once for each email. A report about an email
 * from before the state was cleared does not count. The person is locked first, as those do who clear it.
 */
async function takeReport(
  { prisma }: Place,
  reporter: Reporter,
  { state, detail, recipient }: Report,
  { jobId, person: { kind, id }, writtenAt }: KnownMail,
): Promise<boolean> {
  const person =
    kind === 'ADMIN'
      ? Prisma.sql`SELECT id AS admin_id, NULL::uuid AS developer_id, NULL::uuid AS portal_id FROM admins`
      : Prisma.sql`SELECT NULL::uuid AS admin_id, id AS developer_id, portal_id FROM developers`;
  const lasts = kind === 'ADMIN' ? ADMIN_STATE_MS : state === 'DEFERRED' ? DEFERRED_MS : null;
  const [{ changed }] = await prisma.$queryRaw<[{ changed: number }]>`
    WITH person AS MATERIALIZED (
      ${person} WHERE id = ${id}::uuid AND email = ${recipient} AND ${writtenAt} > ${ago(REPORT_COUNTS_MS)} FOR NO KEY UPDATE
    ),
    marked AS (
      INSERT INTO mail_states AS mark (id, admin_id, developer_id, portal_id, state, since, detail, job_id, expires_at)
      SELECT ${id}::uuid, admin_id, developer_id, portal_id, ${state}::"Delivery", ${NOW}, ${shown(detail)}, ${jobId}::uuid,
        ${lasts === null ? Prisma.sql`NULL` : fromNow(lasts)} FROM person
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, detail = excluded.detail, job_id = excluded.job_id,
        expires_at = excluded.expires_at, since = CASE WHEN mark.state = excluded.state THEN mark.since ELSE ${NOW} END
      WHERE excluded.state > mark.state AND (mark.state <> 'OK' OR ${writtenAt} > mark.since)
        OR excluded.state = mark.state AND mark.job_id IS DISTINCT FROM excluded.job_id
      RETURNING portal_id, since
    ),
    new AS (
      SELECT portal_id, ${newId()}::uuid AS event_id FROM marked WHERE since = ${NOW}
    ),
    event AS (${eventsFrom(null, Prisma.sql`new`, {
      type: 'mail-state.changed',
      actor: { kind: 'SYSTEM' },
      subject: { kind, id: Prisma.sql`${id}` },
      data: { state: Prisma.sql`${state}::text`, reporter: Prisma.sql`${reporter}::text` },
    })})
    SELECT count(*)::int AS changed FROM marked`;
  return changed > 0;
}

/** With the precision of the column, so that a state that begins now can be told. */
const NOW = Prisma.sql`now()::timestamptz(3)`;

/** Without addresses and links, which servers quote. */
function shown(detail: string): string | null {
  const text = isStorable(detail)
    ? redact(detail)
        .replaceAll(/[\s\p{Cc}]+/gu, ' ')
        .trim()
    : '';
  return text.slice(0, LONGEST_DETAIL).toWellFormed() || null;
}
