import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { developerColumns } from '../columns.ts';
import { isSlug } from '../portals/find-portal.ts';
import { seenStep } from '../seen-step.ts';
import { hashSecret } from '../tokens/secrets.ts';

/** @limit Time that a log-in with SSO counts as the password. Beyond: The person has to log in with SSO again. */
export const RECENT_SSO_MS = 10 * 60_000;

export type LoggedInDeveloper = Developer & {
  sessionId: string;
  /** A recent SSO log-in, which replaces the password of a person without one. */
  hasRecentSso: boolean;
};

/** Null also for other portals, and for developers who are not approved. */
export async function findSession(app: App, slug: string, token: string, ip: string): Promise<LoggedInDeveloper | null> {
  if (!isSlug(slug)) return null;
  const { sessionIdle } = app.settings;
  const hash = hashSecret(token);
  // Raw SQL, because each request runs it and Prisma would send three queries. The session comes first, then the developer by id, or
  // the planner might read all developers of the portal.
  const [found] = await app.prisma.$queryRaw<(LoggedInDeveloper & { isSeenAnew: boolean })[]>`
    WITH session AS MATERIALIZED (
      SELECT id, developer_id, last_seen_at < ${ago(seenStep(sessionIdle))} AS is_seen_anew,
        COALESCE(sso_proved_at > ${ago(RECENT_SSO_MS)}, false) AS has_recent_sso
      FROM sessions WHERE hash = ${hash} AND expires_at > now() AND last_seen_at > ${ago(sessionIdle)}
    ),
    developer AS MATERIALIZED (SELECT * FROM developers WHERE id = (SELECT developer_id FROM session))
    SELECT session.id AS "sessionId", is_seen_anew AS "isSeenAnew", has_recent_sso AS "hasRecentSso",
      ${developerColumns}
    FROM session, developer JOIN portals portal ON portal.id = portal_id
    WHERE portal.slug = ${slug} AND developer.status = 'APPROVED'`;
  if (!found) return null;
  const { isSeenAnew, ...developer } = found;
  if (isSeenAnew) {
    await app.prisma.$executeRaw`UPDATE sessions SET last_seen_at = now(), address = ${ip} WHERE hash = ${hash}`;
  }
  return developer;
}
