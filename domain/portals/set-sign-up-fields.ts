import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import type { EventData } from '../events/types.ts';
import { parseInput } from '../input.ts';
import type { Caller } from '../permissions.ts';
import { findRule } from '../rules/read-rules.ts';
import { signUpFieldsInput } from '../sign-up-form/field-input.ts';
import { fieldsOf, type SignUpField } from '../sign-up-form/sign-up-field.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { getPortalToConfigure } from './find-portal.ts';
import { lockPortal } from './lock-portal.ts';

const setInput = z.object({ portal: z.string(), fields: signUpFieldsInput });

/** Keeps the answers to removed fields but hides them until the field comes back. */
export async function setSignUpFields(app: App, caller: Caller | null, input: z.input<typeof setInput>): Promise<Portal> {
  if (!caller) throw new NotAllowed();
  const { portal: slug, fields } = parseInput(setInput, input);
  const { id } = await getPortalToConfigure(app, caller, slug);
  return await transaction(app, async (tx) => {
    const before = await lockPortal(tx, id);
    await checkRules(tx, id, new Set(fields.map(({ key }) => key)));
    const portal = await tx.portal.update({ where: { id }, data: { signUpFields: fields } });
    await record(tx, {
      type: 'portal.sign-up-fields-changed',
      portalId: id,
      actor: byCaller(caller),
      subject: { kind: 'PORTAL', id },
      data: changedFields(before ? fieldsOf(before) : [], fieldsOf(portal)),
    });
    return portal;
  });
}

async function checkRules(tx: Transaction, portalId: string, keys: Set<string>): Promise<void> {
  const rule = await findRule(tx, portalId, ({ when }) => (when.answers ?? []).some(({ field }) => !keys.has(field)));
  const field = rule?.when.answers?.find((answer) => !keys.has(answer.field))?.field;
  if (!rule) return;
  const message = `The approval rule "${rule.name}" uses the field ${field}. Change the rule first.`;
  throw new InvalidInput([{ path: ['fields'], code: 'IN_USE', message }]);
}

/** Keys alone, because a form is long. */
function changedFields(before: SignUpField[], after: SignUpField[]): EventData<'portal.sign-up-fields-changed'> {
  const old = new Map(before.map((field) => [field.key, field]));
  const kept = new Set(after.map(({ key }) => key));
  return {
    added: after.filter(({ key }) => !old.has(key)).map(({ key }) => key),
    removed: before.filter(({ key }) => !kept.has(key)).map(({ key }) => key),
    changed: after.filter((field) => old.has(field.key) && !isDeepStrictEqual(old.get(field.key), field)).map(({ key }) => key),
  };
}
