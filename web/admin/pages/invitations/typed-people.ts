export type TypedPerson = { email: string; fullName: string | null };
export type WrongLine = { line: number; problem: 'NOT_AN_EMAIL' | 'TWICE' | 'TOO_MANY' };

const MOST_PEOPLE = 1_000;

/** No more than a first look: the API decides what an email address is. */
const EMAIL = /[^\s<>,;"]+@[^\s<>,;"]+\.[^\s<>,;"]+/;

/** The people in a text with one on each line: an address, perhaps with a name beside it, as mail programs and spreadsheets write it. */
export function readPeople(text: string): { people: TypedPerson[]; wrong: WrongLine[] } {
  const people: TypedPerson[] = [];
  const wrong: WrongLine[] = [];
  const seen = new Set<string>();
  for (const [index, typed] of text.split(/\r?\n/).entries()) {
    if (typed.trim() === '') continue;
    const email = EMAIL.exec(typed)?.[0];
    const problem = problemOf(email, seen);
    if (email && !problem) {
      seen.add(email.toLowerCase());
      people.push({ email, fullName: nameBeside(typed, email) });
    } else if (problem) wrong.push({ line: index + 1, problem });
  }
  return { people, wrong };
}

function problemOf(email: string | undefined, seen: Set<string>): WrongLine['problem'] | null {
  if (!email) return 'NOT_AN_EMAIL';
  if (seen.has(email.toLowerCase())) return 'TWICE';
  return seen.size >= MOST_PEOPLE ? 'TOO_MANY' : null;
}

function nameBeside(typed: string, email: string): string | null {
  const rest = typed
    .replace(email, ' ')
    .replaceAll(/[<>,;"\t]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return rest || null;
}
