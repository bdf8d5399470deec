import { redact } from '../../log.ts';
import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import type { KnownMail } from './mail-id.ts';
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

/** A report about an email of ours, to the address in its canonical form. */
export type KnownReport = KnownMail & { email: string } & Pick<Report, 'state' | 'detail'>;

/**
 * One statement for reports about different people. A worse state takes the place of a better one. The same state is noted again for a newer email alone.
 * A report about an email from before the state was cleared does not count. The people are locked first, as those do who clear it, and in
 * the same order by all, so that nobody waits in a circle.
 * @returns how many changed something
 */
export async function noteReports(
  prisma: Pick<App['prisma'], '$queryRaw'>,
  reporter: Reporter,
  reports: KnownReport[],
): Promise<number> {
  const [{ changed }] = await prisma.$queryRaw<[{ changed: number }]>`
    WITH report AS MATERIALIZED (
      SELECT * FROM unnest(
        ${reports.map(({ person }) => person.id)}::uuid[], ${reports.map(({ person }) => person.kind)}::"SubjectKind"[],
        ${reports.map(({ email }) => email)}::text[], ${reports.map(({ state }) => state)}::"Delivery"[],
        ${reports.map(({ detail }) => shown(detail))}::text[], ${reports.map(({ jobId }) => jobId)}::uuid[],
        ${reports.map(({ writtenAt }) => writtenAt)}::timestamptz[], ${reports.map(lastsMs)}::float8[], ${reports.map(() => newId())}::uuid[]
      ) AS report (id, kind, email, state, detail, job_id, written_at, lasts_ms, event_id)
      WHERE written_at > ${ago(REPORT_COUNTS_MS)}
    ),
    admin AS MATERIALIZED (
      SELECT report.*, NULL::uuid AS portal_id FROM report JOIN admins person USING (id, email)
      WHERE kind = 'ADMIN' ORDER BY id FOR NO KEY UPDATE OF person
    ),
    developer AS MATERIALIZED (
      SELECT report.*, person.portal_id FROM report JOIN developers person USING (id, email)
      WHERE kind = 'DEVELOPER' ORDER BY id FOR NO KEY UPDATE OF person
    ),
    person AS (SELECT * FROM admin UNION ALL SELECT * FROM developer),
    marked AS (
      INSERT INTO mail_states AS mark (id, admin_id, developer_id, portal_id, state, since, detail, job_id, expires_at)
      SELECT id, CASE kind WHEN 'ADMIN' THEN id END, CASE kind WHEN 'DEVELOPER' THEN id END, portal_id, state, ${NOW}, detail, job_id,
        now() + lasts_ms * interval '1 millisecond' FROM person
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, detail = excluded.detail, job_id = excluded.job_id,
        expires_at = excluded.expires_at, since = CASE WHEN mark.state = excluded.state THEN mark.since ELSE ${NOW} END
      WHERE excluded.state > mark.state
          AND (mark.state <> 'OK' OR (SELECT written_at FROM person WHERE person.id = mark.id) > mark.since)
        -- The id of a job begins with its time. What is reported again changes nothing, in whichever order it comes.
        OR excluded.state = mark.state AND (mark.job_id IS NULL OR excluded.job_id > mark.job_id)
      RETURNING id, since
    ),
    new AS (SELECT person.* FROM marked JOIN person USING (id) WHERE since = ${NOW}),
    event AS (${eventsFrom(null, Prisma.sql`new`, {
      type: 'mail-state.changed',
      actor: { kind: 'SYSTEM' },
      subject: { kind: Prisma.sql`kind`, id: Prisma.sql`id` },
      data: { state: Prisma.sql`state::text`, reporter: Prisma.sql`${reporter}::text` },
    })})
    SELECT count(*)::int AS changed FROM marked`;
  return changed;
}

/** Null if the state stays until somebody clears it. */
function lastsMs({ person: { kind }, state }: KnownReport): number | null {
  if (kind === 'ADMIN') return ADMIN_STATE_MS;
  return state === 'DEFERRED' ? DEFERRED_MS : null;
}

/** With the precision of the column, so that a state that begins now can be told. */
const NOW = Prisma.sql`now()::timestamptz(3)`;

/** Without addresses and links, which servers quote. */
function shown(detail: string): string | null {
  const text = redact(detail)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return text.slice(0, LONGEST_DETAIL).toWellFormed() || null;
}
