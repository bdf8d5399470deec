import type { App } from '../app.ts';

/**
 * Deletes expired links. Of an unverified registration the last one with a form stays although it is expired: the next link,
 * such as that of the reminder, takes its form from there.
 */
export async function removeEndedLinks({ prisma }: App): Promise<void> {
  await prisma.$executeRaw`
    DELETE FROM tokens ended USING developers known
    WHERE ended.expires_at < ${new Date()}::timestamptz AND known.id = ended.developer_id AND (
      known.email_verified_at IS NOT NULL OR ended.purpose <> 'VERIFY_EMAIL' OR ended.form IS NULL OR EXISTS (
        SELECT FROM tokens later
        WHERE later.developer_id = known.id AND later.purpose = 'VERIFY_EMAIL' AND later.form IS NOT NULL AND later.id > ended.id
      )
    )`;
}
