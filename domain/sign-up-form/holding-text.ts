import type { Portal, Prisma } from '../../prisma/generated/client/client.ts';
import { fieldsOf } from './sign-up-field.ts';

type Condition = Prisma.DeveloperWhereInput;

/** Only shown answers count, as in `answersTo`. */
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
