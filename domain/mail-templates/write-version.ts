import type { MailTemplate, Portal } from '../../prisma/generated/client/client.ts';
import type { Language } from '../../texts/languages.ts';
import type { Mail, MailWording } from '../../texts/templated-mails.ts';
import { Stale } from '../errors.ts';
import { byCaller } from '../events/record.ts';
import type { Caller } from '../permissions.ts';
import type { Transaction } from '../transaction.ts';

/** @limit versions: Versions of the texts of one email of a portal in one language. Beyond: The oldest is removed. */
export const MOST_VERSIONS = 20;

/** What was changed. */
export type Changed = { portal: Portal; mail: Mail; locale: Language };

type Written = Pick<MailTemplate, 'portalId' | 'mail' | 'locale' | 'version'> & { texts: MailWording | null };

/**
 * Writes the version after `version`. Of two writers at once, the key of the table lets one through.
 * @param written null as texts for those of Gatehouse
 * @throws Stale if `version` is not the last one
 */
export async function writeVersion(tx: Transaction, caller: Caller, written: Written): Promise<void> {
  const { portalId, mail, locale, version, texts } = written;
  const inserted = await tx.$executeRaw`
    INSERT INTO mail_templates (portal_id, mail, locale, version, texts, changed_by)
    SELECT ${portalId}::uuid, ${mail}, ${locale}, ${version + 1}::int, ${texts && JSON.stringify(texts)}::jsonb, ${byCaller(caller).name ?? null}
    WHERE ${version}::int = (
      SELECT coalesce(max(version), 0) FROM mail_templates WHERE portal_id = ${portalId}::uuid AND mail = ${mail} AND locale = ${locale}
    )
    ON CONFLICT DO NOTHING`;
  if (inserted === 0) throw new Stale('MAIL_TEXTS');
  await tx.mailTemplate.deleteMany({ where: { portalId, mail, locale, version: { lte: version + 1 - MOST_VERSIONS } } });
}
