import type { LogInMethod, SecondFactorKind } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';

export type DeveloperSession = {
  id: string;
  developerId: string;
  createdAt: Date;
  lastSeenAt: Date;
  method: LogInMethod;
  secondFactor: SecondFactorKind | null;
  userAgent: string;
  ip: string;
};

/** The open sessions of some developers, at most `take` of each, the last used first. */
export async function listSessions(app: App, developerIds: string[], take: number): Promise<DeveloperSession[]> {
  return await app.prisma.$queryRaw`
    SELECT session.* FROM unnest(${developerIds}::uuid[]) developer (id) CROSS JOIN LATERAL (
      SELECT id, developer_id AS "developerId", created_at AS "createdAt", last_seen_at AS "lastSeenAt",
        method::text, second_factor::text AS "secondFactor", user_agent AS "userAgent", address AS ip
      FROM sessions
      WHERE developer_id = developer.id AND expires_at > now() AND last_seen_at > ${ago(app.settings.sessionIdle)}
      ORDER BY last_seen_at DESC, id DESC LIMIT ${take}
    ) session
    ORDER BY session."lastSeenAt" DESC, session.id DESC`;
}
