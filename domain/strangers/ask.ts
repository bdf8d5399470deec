import type { App } from '../app.ts';
import { newId } from '../ids.ts';
import type { JobName, JobPayload } from '../jobs/jobs.ts';
import { boundsOf, type Client } from '../mail-allowance.ts';
import { seal, unseal } from '../tokens/seal.ts';
import { type Asked, asked } from './asked.ts';

const NAME = 'answerStranger' satisfies JobName;

/**
 * Writes down what a stranger asked for an address: one row, the same for every address, so that neither the answer nor its time
 * tells anything about it. A worker looks the address up, and mails.
 * @param portalId null for an act of an admin
 */
export async function ask(
  app: App,
  portalId: string | null,
  { form = null, ...what }: Pick<Asked, 'act' | 'email'> & { form?: Asked['form'] },
  { address, userAgent }: Client,
): Promise<void> {
  const id = newId();
  const bounds = boundsOf(app, portalId, what.email, { address });
  const text = JSON.stringify({ ...what, form, client: { address, userAgent }, bounds } satisfies Asked);
  const payload: JobPayload<typeof NAME> = { sealed: seal(app.keys, placeOf(id), text).toString('base64') };
  await app.prisma.$executeRaw`
    INSERT INTO jobs (id, queue, portal_id, name, payload)
    VALUES (${id}::uuid, 'MAILS', ${portalId}::uuid, ${NAME}, ${JSON.stringify(payload)}::jsonb)`;
  app.ring([{ id, queue: 'MAILS', attempt: 0 }]);
}

/**
 * Opens what `ask` wrote.
 * @throws Error if no key of this worker opens it; another worker may have the key
 */
export function openAsked({ keys }: App, jobId: string, sealed: string): Asked {
  const opened = unseal(keys, placeOf(jobId), Buffer.from(sealed, 'base64'));
  if (!opened) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS sealed this.');
  return asked.parse(JSON.parse(opened.text));
}

const placeOf = (jobId: string) => `job:${jobId}`;
