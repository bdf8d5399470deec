import type { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput } from '../errors.ts';
import { isId } from '../ids.ts';
import { LONGEST_NAME, line } from '../input.ts';
import type { Problem } from '../issue.ts';
import { type Caller, inReach } from '../permissions.ts';

export const templateName = line(LONGEST_NAME);

type Given = { reason?: string | null | undefined; reasonTemplate?: string | null | undefined };

/** The portals of these developers, as far as the admin can see them. */
export const portalsOf = (caller: Caller, ids: string[]): Prisma.PortalWhereInput => ({
  developers: { some: { id: { in: ids.filter(isId) }, ...inReach(caller) } },
});

/** The reason that was given, or the saved text with this name at the portals. */
export async function reasonFor(
  { prisma }: App,
  where: Prisma.PortalWhereInput,
  { reason = null, reasonTemplate: name }: Given,
): Promise<string | null> {
  if (name == null) return reason;
  if (reason !== null) throw wrong('CONTRADICTORY', 'Give either `reason` or `reasonTemplate`.');
  const portals = await prisma.portal.findMany({
    where,
    select: { reasonTemplates: { where: { name } } },
  });
  const texts = new Set(portals.map(({ reasonTemplates }) => reasonTemplates[0]?.text));
  if (texts.has(undefined)) throw wrong('UNKNOWN_CHOICE', 'A portal of these developers has no saved reason with this name.');
  if (texts.size > 1)
    throw wrong('CONTRADICTORY', 'The portals of these developers have different saved reasons with this name.');
  return [...texts][0] ?? null;
}

const wrong = (code: Problem['code'], message: string) => new InvalidInput([{ path: ['reasonTemplate'], code, message }]);
