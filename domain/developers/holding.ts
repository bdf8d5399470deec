import { Prisma } from '../../prisma/generated/client/client.ts';
import { asKept } from '../addresses/as-kept.ts';
import type { App } from '../app.ts';
import { holdingText } from '../sign-up-form/holding-text.ts';
import type { Portals } from './list-developers.ts';

export type Holding = {
  /** Of a row of `developer`. */
  condition: Prisma.Sql;
  /** Of a row of `developer_texts`, which has an index. Some rows meet only this one, because an answer is not shown, for example. */
  ofText: Prisma.Sql;
};

/** The conditions of a search. */
export async function holding({ prisma }: App, portals: Portals, search: string): Promise<Holding> {
  const where = portals ? { id: { in: portals } } : {};
  const asked = await prisma.portal.findMany({ where, select: { id: true, signUpFields: true } });
  const [inEmail, inText] = [containing(asKept(search)), containing(search)];
  // In the text, answers are written as JSON.
  const patterns = new Set([inEmail, inText, containing(JSON.stringify(search).slice(1, -1))]);
  const condition = either([
    Prisma.sql`developer.email ILIKE ${inEmail}`,
    Prisma.sql`developer.full_name ILIKE ${inText}`,
    ...holdingText(asked, inText),
  ]);
  return { condition, ofText: either([...patterns].map((pattern) => Prisma.sql`text ILIKE ${pattern}`)) };
}

const either = (conditions: Prisma.Sql[]): Prisma.Sql => Prisma.sql`(${Prisma.join(conditions, ' OR ')})`;

/** A pattern of LIKE, without other wildcards. */
const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
