import { type Portal, Prisma } from '../../prisma/generated/client/client.ts';
import { fieldsOf } from './sign-up-field.ts';

/** Conditions on a row of `developer`: one of its shown answers contains text like the pattern. Only shown answers count, as in `answersTo`. */
export function holdingText(portals: Pick<Portal, 'id' | 'signUpFields'>[], pattern: string): Prisma.Sql[] {
  const asked = new Map<string, { key: string; isAddress: boolean; portalIds: string[] }>();
  for (const portal of portals) {
    for (const { key, kind } of fieldsOf(portal)) {
      if (kind === 'BOOLEAN') continue;
      const isAddress = kind === 'URL';
      const known = asked.get(`${isAddress} ${key}`) ?? { key, isAddress, portalIds: [] };
      asked.set(`${isAddress} ${key}`, { ...known, portalIds: [...known.portalIds, portal.id] });
    }
  }
  return [...asked.values()].map(({ key, isAddress, portalIds }) => {
    const answer = Prisma.sql`developer.answers_by_field->>${key}::text`;
    const isLink = isAddress ? Prisma.sql`AND (${answer} LIKE 'http://%' OR ${answer} LIKE 'https://%')` : Prisma.empty;
    return Prisma.sql`(
      developer.portal_id = ANY (${portalIds}::uuid[]) AND jsonb_typeof(developer.answers_by_field->${key}::text) = 'string'
      AND ${answer} ILIKE ${pattern} ${isLink})`;
  });
}
