import { distance } from 'fastest-levenshtein';

export type Typo = { given: string; meant: string };

/** Shorter names are like many others. */
const SHORTEST = 6;

/**
 * Variables that nothing reads, and whose names differ from one of ours by one character, or by two neighbours in each other's place.
 * @param set names of the variables that are set
 * @param known names of ours
 */
export function typosIn(set: string[], known: string[]): Typo[] {
  const strange = set.filter((name) => name.length >= SHORTEST && !known.includes(name));
  const missing = known.filter((name) => name.length >= SHORTEST && !set.includes(name));
  return strange.flatMap((given) => {
    const meant = missing.find((name) => isNear(given, name));
    return meant ? [{ given, meant }] : [];
  });
}

const isNear = (one: string, other: string): boolean => distance(one, other) <= (letters(one) === letters(other) ? 2 : 1);

const letters = (name: string): string => [...name].toSorted().join('');
