import { Refusal } from './refuse.ts';

/** Nobody guesses so many, and nobody remembers them. */
const FEWEST_CHARACTERS = 16;

/** What a scraper sends as `Authorization: Bearer`, in the characters of RFC 6750. @throws Refusal */
export function readMetricsToken(text: string): string {
  if (!/^[\w.~+/-]+=*$/.test(text)) throw new Refusal('must have only letters, digits and - . _ ~ + /, as a bearer token has');
  if (text.length < FEWEST_CHARACTERS)
    throw new Refusal(`must have at least ${FEWEST_CHARACTERS} characters, such as \`openssl rand -hex 32\` prints`);
  return text;
}
