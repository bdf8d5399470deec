/** @limit characters: `Accept-Language` header that is read. Beyond: The rest is cut off. */
export const LONGEST_ACCEPT_LANGUAGE = 256;

const TAG = /^[a-z]{1,8}(-[a-z\d]{1,8})*$/i;

/** The tags of the header by their weights, the dearest first (RFC 9110, section 12.5.4). */
export function acceptedLanguages(header = ''): string[] {
  const ranges = header
    .slice(0, LONGEST_ACCEPT_LANGUAGE)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2) ?? 1;
      return { tag, weight: Number(weight) };
    });
  return ranges
    .filter(({ tag, weight }) => TAG.test(tag) && weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}
