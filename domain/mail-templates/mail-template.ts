import { Prisma } from '../../prisma/generated/client/client.ts';
import { LANGUAGES, type Language } from '../../texts/languages.ts';
import { MAIL_NAMES, type Mail, type MailWording } from '../../texts/templated-mails.ts';
import { storedTexts } from '../stored-texts.ts';
import { MOST_VERSIONS } from './write-version.ts';

type Database = Pick<Prisma.TransactionClient, '$queryRaw' | 'mailTemplate'>;

type Which = { mail: Mail; locale: Language };

/** Texts that are null are those of Gatehouse. */
export type MailTemplateVersion = { version: number; texts: MailWording | null; changedAt: Date; changedBy: string | null };

/** The texts of one email in one language now. Version 0, without a time, if nobody has changed them yet. */
export type MailTemplate = Which & Omit<MailTemplateVersion, 'changedAt'> & { changedAt: Date | null };

type Row = { mail: string; locale: string; version: number; texts: unknown; changedAt: Date; changedBy: string | null };

/** Null for a row that this version of Gatehouse cannot read. */
const textsIn = (stored: unknown): MailWording | null => storedTexts.safeParse(stored).data ?? null;

/** All emails in all languages, or those that are asked for. */
export async function listMailTemplates(
  db: Database,
  portalId: string,
  wanted: { mail?: Mail | null | undefined; locale?: Language | null | undefined } = {},
): Promise<MailTemplate[]> {
  const of = wanted.mail ? Prisma.sql`AND mail = ${wanted.mail}` : Prisma.empty;
  const rows = await db.$queryRaw<Row[]>`
    SELECT DISTINCT ON (mail, locale) mail, locale, version, texts, changed_at AS "changedAt", changed_by AS "changedBy"
    FROM mail_templates WHERE portal_id = ${portalId}::uuid ${of} ORDER BY mail, locale, version DESC`;
  const changed = new Map(rows.map((row) => [`${row.mail} ${row.locale}`, { ...row, texts: textsIn(row.texts) }]));
  const all = MAIL_NAMES.flatMap((mail) => LANGUAGES.map((locale) => ({ mail, locale })));
  return all
    .filter(({ mail, locale }) => mail === (wanted.mail ?? mail) && locale === (wanted.locale ?? locale))
    .map((which) => {
      const { version, texts, changedAt, changedBy } = changed.get(`${which.mail} ${which.locale}`) ?? UNCHANGED;
      return { ...which, version, texts, changedAt, changedBy };
    });
}

const UNCHANGED = { version: 0, texts: null, changedAt: null, changedBy: null };

/** Those that are kept, the newest first. */
export async function listVersions(
  db: Database,
  portalId: string,
  mail: Mail,
  locale: Language,
): Promise<MailTemplateVersion[]> {
  const rows = await db.mailTemplate.findMany({
    where: { portalId, mail, locale },
    orderBy: { version: 'desc' },
    take: MOST_VERSIONS,
  });
  return rows.map((row) => ({ ...row, texts: textsIn(row.texts) }));
}

/** The texts for an email that is about to be sent, as they are stored. Null if the portal has none. */
export async function findOwnTexts(db: Database, portalId: string, mail: Mail, locale: Language): Promise<unknown> {
  const [newest] = await db.$queryRaw<{ texts: unknown }[]>`
    SELECT texts FROM mail_templates WHERE portal_id = ${portalId}::uuid AND mail = ${mail} AND locale = ${locale}
    ORDER BY version DESC LIMIT 1`;
  return newest?.texts ?? null;
}
