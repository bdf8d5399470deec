import type { Prisma } from '../../prisma/generated/client/client.ts';
import { fieldsOf, type SignUpField } from '../sign-up-form/sign-up-field.ts';
import type { Transaction } from '../transaction.ts';
import { type ApprovalRule, type ApprovalRules, rulesIn } from './approval-rule.ts';

type Database = Pick<Prisma.TransactionClient, '$queryRaw'>;

/** All that decides about a registration. */
export type RuleList = ApprovalRules & { portalId: string; autoApprove: boolean; fields: SignUpField[] };

type Row = { portalId: string; version: number; stored: unknown; autoApprove: boolean; signUpFields: Prisma.JsonValue };

/** Null if the portal was deleted. */
export async function readRules(db: Database, portalId: string): Promise<RuleList | null> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT id AS "portalId", approval_rules_version AS version, approval_rules AS stored, auto_approve AS "autoApprove",
      sign_up_fields AS "signUpFields"
    FROM portals WHERE id = ${portalId}::uuid`;
  return listIn(rows);
}

/** The rules, `autoApprove` included, cannot change until the transaction ends. */
export async function holdRules(tx: Transaction, portalId: Prisma.Sql): Promise<RuleList | null> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT portal_id AS "portalId", version, stored, auto_approve AS "autoApprove", sign_up_fields AS "signUpFields"
    FROM hold_approval_rules(${portalId})`;
  return listIn(rows);
}

/** Call it before a change, and before the portal is locked. Waits for the evaluations that hold the rules. */
export async function lockRules(tx: Transaction, portalId: string): Promise<void> {
  await tx.$executeRaw`SELECT lock_approval_rules(${portalId}::uuid)`;
}

function listIn([row]: Row[]): RuleList | null {
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
