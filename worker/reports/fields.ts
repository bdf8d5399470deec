/** @limit lines: Lines of one part of a report that came by email. Beyond: The rest is left out. */
export const MOST_LINES = 2_000;
/** @limit characters: Field of a report that came by email. Beyond: The rest is cut off. */
export const LONGEST_FIELD = 2_000;

export type Fields = Map<string, string>;

/**
 * The blocks of fields that empty lines part (RFC 3464, 2.1), each by the names in lower case. A line that begins with a space goes on with the
 * one before. Strangers write them, so each line is looked at once: a regular expression over all of them can take hours.
 */
export function blocksIn(text: string): Fields[] {
  const blocks: Fields[] = [];
  let block: Fields | null = null;
  let name: string | null = null;
  for (const line of text.split('\n', MOST_LINES)) {
    const part = line.slice(0, LONGEST_FIELD).trim();
    if (part === '') {
      block = null;
      name = null;
    } else if (!/^[ \t]/.test(line)) {
      if (!block) {
        block = new Map();
        blocks.push(block);
      }
      name = nameIn(part);
      if (name !== null) block.set(name, part.slice(name.length + 1).trim());
    } else if (block && name !== null) {
      block.set(name, `${block.get(name)} ${part}`.slice(0, LONGEST_FIELD).trim());
    }
  }
  return blocks;
}

function nameIn(line: string): string | null {
  const name = line.slice(0, Math.max(line.indexOf(':'), 0));
  return /^[\w-]+$/.test(name) ? name.toLowerCase() : null;
}
