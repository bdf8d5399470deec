import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { isSlug } from '../portals/find-portal.ts';
import { seenStep } from '../seen-step.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { developerColumns } from './developer-columns.ts';

/** @limit Time that a log-in with SSO counts as the password. Beyond: The person has to log in with SSO again. */
export const RECENT_SSO_MS = 10 * 60_000;

/** A developer who is logged in, and by which session. */
export type LoggedInDeveloper = Developer & {
  sessionId: string;
  /** Whether they lately logged in at their provider anew for that session, which stands in for a password where there is none. */
  hasRecentSso: boolean;
};

/**
 * Whose session this is. It counts only at its portal, only while the developer is approved, and until it ends by age or idleness.
 * @param slug the portal that is asked about
 * @returns null for anything else
 */
export async function findSession(app: App, slug: string, token: string, ip: string): Promise<LoggedInDeveloper | null> {
  if (!isSlug(slug)) return null;
  const { sessionIdle } = app.settings;
  const hash = hashSecret(token);
  // By hand, as every request of a person who is logged in runs it: Prisma asks three times for what one join answers. The
  // session comes first whatever the planner believes; from the portal it would walk all the people there.
  const [found] = await app.prisma.$queryRaw<(LoggedInDeveloper & { isSeenAnew: boolean })[]>`
    WITH session AS MATERIALIZED (
      SELECT id, developer_id, last_seen_at < ${ago(seenStep(sessionIdle))} AS is_seen_anew,
        COALESCE(sso_proved_at > ${ago(RECENT_SSO_MS)}, false) AS has_recent_sso
      FROM sessions WHERE hash = ${hash} AND expires_at > now() AND last_seen_at > ${ago(sessionIdle)}
    )
    SELECT session.id AS "sessionId", is_seen_anew AS "isSeenAnew", has_recent_sso AS "hasRecentSso",
      ${developerColumns}
    FROM session JOIN developers developer ON developer.id = developer_id JOIN portals portal ON portal.id = portal_id
    WHERE portal.slug = ${slug} AND developer.status = 'APPROVED'`;
  if (!found) return null;
  const { isSeenAnew, ...developer } = found;
  if (isSeenAnew) {
    await app.prisma.$executeRaw`UPDATE sessions SET last_seen_at = now(), address = ${ip} WHERE hash = ${hash}`;
  }
  return developer;
}
