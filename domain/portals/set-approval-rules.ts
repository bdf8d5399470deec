import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed, NotFound, Stale } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { type ActingCaller, demandConfirmed } from '../logged-in-admin.ts';
import type { ApprovalRule } from '../rules/approval-rule.ts';
import { lockRules, readRules } from '../rules/read-rules.ts';
import { approvalRulesInput } from '../rules/rule-input.ts';
import { unknownNames } from '../rules/unknown-names.ts';
import { keepVersion } from '../rules/versions.ts';
import { transaction } from '../transaction.ts';
import { connectionIdsOf } from './connection-ids.ts';
import { requestEvaluation } from './evaluate-pending.ts';
import { getPortalToConfigure } from './find-portal.ts';
import { lockPortal } from './lock-portal.ts';

const setInput = z.object({
  portal: z.string(),
  version: z.int(),
  rules: approvalRulesInput,
  applyToPending: z.boolean().nullish(),
});

/** Replaces the rules. Waits for the evaluations that hold the old ones. `applyToPending` evaluates pending registrations again. */
export async function setApprovalRules(
  app: App,
  caller: ActingCaller | null,
  input: z.input<typeof setInput>,
): Promise<Portal> {
  if (!caller) throw new NotAllowed();
  const { portal: slug, version, rules, applyToPending } = parseInput(setInput, input);
  const { id } = await getPortalToConfigure(app, caller, slug);
  if (rules.some((rule) => rule.then === 'APPROVE')) demandConfirmed(caller);
  return await transaction(app, async (tx) => {
    await lockRules(tx, id);
    await lockPortal(tx, id);
    const before = await readRules(tx, id);
    if (!before) throw new NotFound('portal');
    if (before.version !== version) throw new Stale('RULES', { version: before.version });
    const issues = unknownNames(rules, { fields: before.fields, connectionIds: await connectionIdsOf(tx, id) });
    if (issues.length > 0) throw new InvalidInput(issues);
    await tx.$executeRaw`
      UPDATE portals SET approval_rules = ${rules.length > 0 ? JSON.stringify(rules) : null}::jsonb,
        approval_rules_version = ${version + 1}
      WHERE id = ${id}::uuid`;
    await keepVersion(tx, id, { version: version + 1, rules, changedBy: byCaller(caller).name ?? null });
    if (applyToPending) await requestEvaluation(tx, id);
    await record(tx, {
      type: 'portal.approval-rules-changed',
      portalId: id,
      actor: byCaller(caller),
      subject: { kind: 'PORTAL', id },
      data: { version: version + 1, ...changedRules(before.rules, rules), applyToPending: applyToPending === true },
    });
    return await tx.portal.findUniqueOrThrow({ where: { id } });
  });
}

/** Names alone, because conditions can contain email addresses. */
function changedRules(before: ApprovalRule[], after: ApprovalRule[]) {
  const old = new Map(before.map((rule) => [rule.name, rule]));
  const names = after.map(({ name }) => name);
  const stayed = before.map(({ name }) => name).filter((name) => names.includes(name));
  return {
    added: names.filter((name) => !old.has(name)),
    removed: before.map(({ name }) => name).filter((name) => !names.includes(name)),
    changed: after.filter((rule) => old.has(rule.name) && !isDeepStrictEqual(old.get(rule.name), rule)).map(({ name }) => name),
    isReordered: !isDeepStrictEqual(
      names.filter((name) => old.has(name)),
      stayed,
    ),
  };
}
