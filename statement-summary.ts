/** @limit texts: Texts of statements whose summary a process remembers. Beyond: It is made anew each time. */
export const MOST_SUMMARIES = 500;

const WRITE = /\b(INSERT INTO|UPDATE|DELETE FROM)\s+(?:"?\w+"?\.)?"?([a-z_]+)"?/;
const READ = /\bFROM\s+(?:"?\w+"?\.)?"?([a-z_]+)"?/;

const known = new Map<string, string>();

/** What a statement does, in two words for the name of a span: `INSERT jobs`. */
export function summaryOf(text: string): string {
  const found = known.get(text);
  if (found) return found;
  const summary = summarize(text);
  if (known.size < MOST_SUMMARIES) known.set(text, summary);
  return summary;
}

/** Of a statement with several parts, the first that writes tells the most. */
function summarize(text: string): string {
  const [verb = 'SQL'] = text.trimStart().match(/^\w+/) ?? [];
  const [, write, written] = text.match(WRITE) ?? [];
  if (write && written) return `${write.split(' ', 1)[0]} ${written}`;
  const [, table] = text.match(READ) ?? [];
  return [verb.toUpperCase(), ...(table ? [table] : [])].join(' ');
}
