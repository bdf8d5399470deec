import * as z from 'zod';
import type { App } from '../app.ts';
import { seal, unseal } from '../tokens/seal.ts';
import { isSealed, type Job, type JobName, type JobPayload, payloadSchemas, type SealedJobName } from './jobs.ts';

const sealedPayload = z.object({ sealed: z.base64() });

export function sealPayload<Name extends SealedJobName>({ keys }: App, name: Name, jobId: string, payload: JobPayload<Name>) {
  const text = JSON.stringify(payloadSchemas[name].parse(payload));
  return { sealed: seal(keys, jobPlace(jobId), text).toString('base64') } satisfies z.infer<typeof sealedPayload>;
}

/** Throws if this version cannot read it. The job is tried again, because another worker may be able to read it. */
export function readPayload<Name extends JobName>(
  app: App,
  name: Name,
  { id, payload }: Pick<Job, 'id' | 'payload'>,
): JobPayload<Name> {
  return payloadSchemas[name].parse(isSealed(name) ? openPayload(app, id, payload) : payload);
}

export function openPayload({ keys }: App, jobId: string, payload: unknown): unknown {
  const { sealed } = sealedPayload.parse(payload);
  const opened = unseal(keys, jobPlace(jobId), Buffer.from(sealed, 'base64'));
  if (!opened) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS sealed this.');
  return JSON.parse(opened.text);
}

export const jobPlace = (jobId: string) => `job:${jobId}`;
