import { Prisma } from '../../prisma/generated/client/client.ts';
import { fieldsOf, type SignUpField } from '../sign-up-form/sign-up-field.ts';
import { type ApprovalRule, type ApprovalRules, rulesIn } from './approval-rule.ts';

type Database = Pick<Prisma.TransactionClient, '$queryRaw'>;

/** All that decides about a registration. */
export type RuleList = ApprovalRules & { portalId: string; autoApprove: boolean; fields: SignUpField[] };

/** Null if the portal was deleted. */
export const readRules = (db: Database, portalId: string): Promise<RuleList | null> =>
  read(db, Prisma.sql`${portalId}::uuid`, Prisma.empty);

/** Nobody can change the rules or the settings of the portal until the transaction ends. */
export const holdRules = (tx: Database, portalId: Prisma.Sql): Promise<RuleList | null> =>
  read(tx, portalId, Prisma.sql`FOR SHARE`);

type Row = { portalId: string; version: number; stored: unknown; autoApprove: boolean; signUpFields: Prisma.JsonValue };

async function read(db: Database, portalId: Prisma.Sql, lock: Prisma.Sql): Promise<RuleList | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT id AS "portalId", approval_rules_version AS version, approval_rules AS stored, auto_approve AS "autoApprove",
      sign_up_fields AS "signUpFields"
    FROM portals portal WHERE id = ${portalId} ${lock}`;
  if (!row) return null;
  const { stored, signUpFields, ...rest } = row;
  return { ...rest, rules: rulesIn(stored), fields: fieldsOf({ signUpFields }) };
}

/** The first rule for which it holds. */
export async function findRule(
  db: Database,
  portalId: string,
  holds: (rule: ApprovalRule) => boolean,
): Promise<ApprovalRule | undefined> {
  return (await readRules(db, portalId))?.rules.find(holds);
}
