import type { Portal, Prisma } from '../../prisma/generated/client/client.ts';
import { fieldsOf } from '../sign-up-fields/sign-up-field.ts';

type Condition = Prisma.DeveloperWhereInput;

/**
 * Conditions of which a developer meets one whose answers hold a text, upper or lower case: the answers that are shown now, as
 * `answersTo` picks them out, to fields that their portal has.
 * @param portals those of the developers
 * @param pattern the text, for LIKE
 */
export function holdingText(portals: Pick<Portal, 'id' | 'signUpFields'>[], pattern: string): Condition[] {
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
    const starting = (text: string): Condition => ({ answersByField: { path: [key], string_starts_with: text } });
    return {
      portalId: { in: portalIds },
      answersByField: { path: [key], string_contains: pattern, mode: 'insensitive' },
      ...(isAddress && { OR: [starting('http://'), starting('https://')] }),
    };
  });
}
