/**
 * The first wanted language that is offered, by the lookup of RFC 4647 (section 3.4): `de-AT` finds `de`.
 * @param wanted tags of BCP 47, the dearest first
 * @returns null if none is offered
 */
export function findLanguage<Language extends string>(
  wanted: readonly string[],
  offered: readonly Language[],
): Language | null {
  for (const tag of wanted) {
    const parts = tag.toLowerCase().split('-');
    for (let length = parts.length; length > 0; length--) {
      const shorter = parts.slice(0, length).join('-');
      const found = offered.find((one) => one.toLowerCase() === shorter);
      if (found) return found;
    }
  }
  return null;
}
