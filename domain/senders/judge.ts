/** @limit characters: What was found in the place of a record of a sending domain. Beyond: It is cut. */
export const LONGEST_FOUND = 512;

export type Judged = { state: 'FOUND' | 'MISSING' | 'WRONG'; found: string | null };

const FOUND: Judged = { state: 'FOUND', found: null };
const MISSING: Judged = { state: 'MISSING', found: null };
const wrong = (texts: string[]): Judged => ({ state: 'WRONG', found: clean(texts.join(' | ')) });

/** Strangers write the records, so a page and an API get only what can be printed. */
const clean = (text: string): string => text.slice(0, LONGEST_FOUND).replaceAll(/[^\x20-\x7e]/g, '?');

/** Several portals can ask for the same name, each with a token of its own. */
export function isProvedBy(texts: string[], value: string): Judged {
  if (texts.some((text) => text.trim() === value)) return FOUND;
  return texts.length === 0 ? MISSING : wrong(texts);
}

/** RFC 6376, 3.6.1. With two records, receivers may use either (3.6.2.2). */
export function judgeDkim(texts: string[], publicKey: string): Judged {
  const [text] = texts;
  if (text === undefined) return MISSING;
  const { v = 'DKIM1', k = 'rsa', p, h = 'sha256', s = '*' } = tagsOf(text);
  const serves = h.split(':').includes('sha256') && s.split(':').some((service) => service === '*' || service === 'email');
  return texts.length === 1 && v === 'DKIM1' && k === 'rsa' && p === publicKey && serves ? FOUND : wrong(texts);
}

/** Tags and values, without white space, which panels of DNS hosts add. */
function tagsOf(text: string): Record<string, string> {
  const tags = text.split(';').map((tag) => tag.replaceAll(/\s/g, ''));
  return Object.fromEntries(
    tags.filter((tag) => tag.includes('=')).map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]),
  );
}

/** RFC 7208: two records are an error (4.5). @param mechanisms that it must have, such as `include:_spf.example.com` */
export function judgeSpf(texts: string[], mechanisms: string[]): Judged {
  const records = texts.filter((text) => /^v=spf1( |$)/i.test(text));
  const terms = (records[0] ?? '')
    .toLowerCase()
    .split(/ +/)
    .map((term) => term.replace(/^\+/, ''));
  return judgeOnly(
    records,
    mechanisms.every((mechanism) => terms.includes(mechanism)),
  );
}

/** RFC 7489, 6.6.3: any policy will do. */
export function judgeDmarc(texts: string[]): Judged {
  const records = texts.filter((text) => /^v=DMARC1\s*(;|$)/.test(text));
  return judgeOnly(records, true);
}

function judgeOnly(records: string[], isGood: boolean): Judged {
  if (records.length === 0) return MISSING;
  return records.length === 1 && isGood ? FOUND : wrong(records);
}
