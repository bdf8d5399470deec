import * as z from 'zod';
import type { Portal, ReasonTemplate } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { line, lines, parseInput } from '../input.ts';
import { saying } from '../issue.ts';
import type { Caller } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { getPortalToConfigure } from './find-portal.ts';
import { lockPortal } from './lock-portal.ts';

/** @limit reasons: Saved reasons of a portal. Beyond: InvalidInput. */
export const MOST_TEMPLATES = 50;
/** @limit characters: Name of a saved reason. Beyond: InvalidInput. */
export const LONGEST_TEMPLATE_NAME = 100;

const templates = z
  .array(
    z.object({
      name: line(LONGEST_TEMPLATE_NAME),
      text: lines.pipe(z.string({ error: () => 'Must not be empty.' })),
    }),
  )
  .max(MOST_TEMPLATES, `Must have at most ${MOST_TEMPLATES} entries.`)
  .refine(
    (all) => new Set(all.map(({ name }) => name)).size === all.length,
    saying('DUPLICATE', 'Two of these have the same name.'),
  );

const setInput = z.object({ portal: z.string(), templates });

/** Decisions keep the text that they were made with. */
export async function setReasonTemplates(app: App, caller: Caller | null, input: z.input<typeof setInput>): Promise<Portal> {
  if (!caller) throw new NotAllowed();
  const { portal: slug, templates } = parseInput(setInput, input);
  const { id: portalId } = await getPortalToConfigure(app, caller, slug);
  return await transaction(app, async (tx) => {
    const portal = await lockPortal(tx, portalId);
    if (!portal) throw new NotFound('portal');
    const before = await tx.reasonTemplate.findMany({ where: { portalId } });
    await tx.reasonTemplate.deleteMany({ where: { portalId } });
    await tx.reasonTemplate.createMany({ data: templates.map((template, place) => ({ portalId, place, ...template })) });
    await record(tx, {
      type: 'portal.reason-templates-changed',
      portalId,
      actor: byCaller(caller),
      subject: { kind: 'PORTAL', id: portalId },
      data: changedNames(before, templates),
    });
    return portal;
  });
}

type Named = Pick<ReasonTemplate, 'name' | 'text'>;

function changedNames(before: Named[], after: Named[]) {
  const [old, fresh] = [before, after].map((all) => new Map(all.map(({ name, text }) => [name, text])));
  return {
    added: after.flatMap(({ name }) => (old?.has(name) ? [] : [name])),
    removed: before.flatMap(({ name }) => (fresh?.has(name) ? [] : [name])),
    changed: after.flatMap(({ name, text }) => (old?.has(name) && old.get(name) !== text ? [name] : [])),
  };
}
