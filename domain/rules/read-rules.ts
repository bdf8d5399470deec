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
  return (await listRules(db, [portalId]))[0] ?? null;
}

/** Those of several portals, without those that were deleted. */
export async function listRules(db: Database, portalIds: string[]): Promise<RuleList[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT id AS "portalId", approval_rules_version AS version, approval_rules AS stored, auto_approve AS "autoApprove",
      sign_up_fields AS "signUpFields"
    FROM portals WHERE id = ANY(${portalIds}::uuid[])`;
  return rows.map(toList);
}

/** The rules, `autoApprove` included, cannot change until the transaction ends. */
export async function holdRules(tx: Transaction, portalId: Prisma.Sql): Promise<RuleList | null> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT portal_id AS "portalId", version, stored, auto_approve AS "autoApprove", sign_up_fields AS "signUpFields"
    FROM hold_approval_rules(${portalId})`;
  return rows.map(toList)[0] ?? null;
}

/** Call it before a change, and before the portal is locked. Waits for the evaluations that hold the rules. */
export async function lockRules(tx: Transaction, portalId: string): Promise<void> {
  await tx.$executeRaw`SELECT lock_approval_rules(${portalId}::uuid)`;
}

const toList = ({ stored, signUpFields, ...rest }: Row): RuleList => ({
  ...rest,
  rules: rulesIn(stored),
  fields: fieldsOf({ signUpFields }),
});

/** The first rule for which it holds. */
export async function findRule(
  db: Database,
  portalId: string,
  holds: (rule: ApprovalRule) => boolean,
): Promise<ApprovalRule | undefined> {
  return (await readRules(db, portalId))?.rules.find(holds);
}
