import * as z from 'zod';
import type { App } from '../app.ts';
import type { Job, JobName, JobPayload } from './jobs.ts';

type KeyOf<Payload> = Payload extends unknown ? keyof Payload : never;

const id = z.uuid().nullish();
const ids = z.object({ developerId: id, tokenId: id, decisionId: id, identityId: id, confirmationId: id } satisfies {
  [Key in KeyOf<JobPayload<JobName>>]?: typeof id;
});

/**
 * Finds the developers whom jobs are about.
 * @returns the id of the developer by the id of the job; without jobs about an admin or a whole portal, and about people who are gone
 */
export async function whomAbout(app: App, jobs: Pick<Job, 'id' | 'payload' | 'portalId'>[]): Promise<Map<string, string>> {
  // A payload that nobody can read must not hide whom the other jobs are about.
  const idsIn = ({ payload }: Pick<Job, 'payload'>) => ids.safeParse(payload).data;
  const asked = JSON.stringify(jobs.map((job) => ({ jobId: job.id, portalId: job.portalId, ...idsIn(job) })));
  const found = await app.prisma.$queryRaw<{ jobId: string; id: string }[]>`
    SELECT job."jobId", developer.id
    FROM jsonb_to_recordset(${asked}::jsonb) job (
      "jobId" uuid, "portalId" uuid, "developerId" uuid, "tokenId" uuid, "decisionId" uuid, "identityId" uuid, "confirmationId" uuid
    )
    JOIN developers developer ON developer.portal_id = job."portalId" AND developer.id = COALESCE(
      job."developerId",
      (SELECT developer_id FROM tokens WHERE id = job."tokenId"),
      (SELECT developer_id FROM decisions WHERE id = job."decisionId"),
      (SELECT developer_id FROM sso_identities WHERE id = job."identityId"),
      (SELECT developer_id FROM sso_confirmations WHERE id = job."confirmationId")
    )`;
  return new Map(found.map(({ jobId, id }) => [jobId, id]));
}
