import { InvalidInput } from '../errors.ts';
import { type Caller, mayEverywhere } from '../permissions.ts';
import type { Transaction } from '../transaction.ts';

/** Cyrillic and Greek letters (Unicode TR 39, the common ones). */
const LOOKS_LIKE = new Map(
  Object.entries({
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    к: 'k',
    м: 'm',
    т: 't',
    н: 'h',
    в: 'b',
    і: 'i',
    ј: 'j',
    ѕ: 's',
  }).concat(Object.entries({ α: 'a', ε: 'e', ο: 'o', ρ: 'p', τ: 't', υ: 'y', χ: 'x', κ: 'k', ι: 'i', ν: 'v', β: 'b', η: 'n' })),
);

/** `Bank of B`, `bank-of-b` and `Ваnk оf B` look the same. */
function atAGlance(name: string): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return [...(letters || name)].map((letter) => LOOKS_LIKE.get(letter) ?? letter).join('');
}

/** Mails carry the name of the portal, so the admin of one portal must not copy the name of another. */
export async function checkName(tx: Transaction, caller: Caller, portalId: string, name: string): Promise<void> {
  if (mayEverywhere(caller, 'configure')) return;
  // One at a time. Otherwise two parallel calls with the same name would not see each other.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('gatehouse portal names', 0))`;
  const others = await tx.portal.findMany({ where: { id: { not: portalId } }, select: { name: true } });
  const wanted = atAGlance(name);
  if (!others.some((other) => atAGlance(other.name) === wanted)) return;
  const message = 'Another portal has this name. People could not tell the emails of the two apart.';
  throw new InvalidInput([{ path: ['name'], code: 'TAKEN', message }]);
}
