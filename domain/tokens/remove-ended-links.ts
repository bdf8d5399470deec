import type { App } from '../app.ts';

/** Keeps and marks the last form of each unverified registration, because the next link copies it. */
export async function removeEndedLinks({ prisma }: App, most: number): Promise<number> {
  const [{ count }] = await prisma.$queryRaw<[{ count: number }]>`
    WITH ended AS MATERIALIZED (
      SELECT id, developer_id FROM tokens WHERE expires_at < now() AND NOT is_kept
      ORDER BY expires_at LIMIT ${most} FOR UPDATE SKIP LOCKED
    ),
    candidates AS MATERIALIZED (
      SELECT link.id, link.is_kept, known.email_verified_at IS NULL AND link.purpose = 'VERIFY_EMAIL' AND link.form IS NOT NULL
        AND NOT EXISTS (
          SELECT FROM tokens later
          WHERE later.developer_id = known.id AND later.purpose = 'VERIFY_EMAIL' AND later.form IS NOT NULL AND later.id > link.id
        ) AS is_last_form
      FROM tokens link JOIN developers known ON known.id = link.developer_id
      WHERE link.id IN (SELECT id FROM ended) OR (link.is_kept AND link.developer_id IN (SELECT developer_id FROM ended))
    ),
    kept AS (
      UPDATE tokens SET is_kept = true FROM candidates WHERE tokens.id = candidates.id AND is_last_form AND NOT candidates.is_kept
    ),
    removed AS (DELETE FROM tokens USING candidates WHERE tokens.id = candidates.id AND NOT is_last_form)
    SELECT count(*)::int FROM ended`;
  return count;
}
