import { ClaimRequestsDocument, type ClaimRequestsInput, ReleaseRequestsDocument } from '../generated/operations.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site } from './mutate.ts';

export const claimRequests = (gatehouse: Site, input: ClaimRequestsInput, token: string | undefined) =>
  mutate(gatehouse, ClaimRequestsDocument, input, { token });

export const releaseRequests = (gatehouse: Site, ids: string[], token: string | undefined) =>
  mutate(gatehouse, ReleaseRequestsDocument, { ids }, { token });

/**
 * Requests `<name>1@<name>.test`, `<name>2@<name>.test`, ..., the first of which has waited longest. Their ids sort by chance.
 * @returns their ids
 */
export async function seedRequests({ sql }: Installation, name: string, count: number, portal = 'demo'): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, email_verified_at)
     SELECT gen_random_uuid(), id, email, email, 'Ada Lovelace', now() - interval '1 day' + n * interval '1 minute'
     FROM portals, generate_series(1, $2) n, LATERAL (SELECT $1 || n || '@' || $1 || '.test' AS email) person
     WHERE slug = $3 ORDER BY n RETURNING id`,
    [name, count, portal],
  );
  return rows.map(({ id }) => id);
}
