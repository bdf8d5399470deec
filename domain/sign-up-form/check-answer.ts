import { line } from '../input.ts';
import type { Problem } from '../issue.ts';
import { issuesOf } from '../issues-of.ts';
import { hasControl, isBlank } from '../text.ts';
import type { AnswerValue } from './answer.ts';
import { fits } from './pattern.ts';
import type { SignUpField } from './sign-up-field.ts';

/** @limit characters: Answer to a TEXT field without `maxLength`. Beyond: InvalidInput. */
export const LONGEST_TEXT = 256;
/** @limit characters: Answer to a URL field. Beyond: InvalidInput. */
export const LONGEST_ADDRESS = 2_000;

export type CheckedAnswer = { value: AnswerValue | null } | { wrong: Problem };

/** Text without visible characters counts as no answer. */
export function checkAnswer(field: SignUpField, given: AnswerValue | null | undefined): CheckedAnswer {
  const isNone = given == null || (typeof given === 'string' && isBlank(given));
  if (field.kind === 'BOOLEAN') {
    if (!isNone && typeof given !== 'boolean') return wrong('WRONG_TYPE', 'Must be true or false.');
    return field.required && given !== true ? wrong('NOT_ACCEPTED', 'Must be confirmed.') : { value: isNone ? null : given };
  }
  if (isNone) return field.required ? wrong('REQUIRED', whenEmpty(field)) : { value: null };
  if (typeof given !== 'string') return wrong('WRONG_TYPE', 'Must be text.');
  if (field.kind === 'CHOICE') return checkChoice(field, given);
  return field.kind === 'URL' ? checkAddress(given) : checkText(field, given);
}

const whenEmpty = ({ kind }: SignUpField): string => (kind === 'CHOICE' ? 'Choose one.' : 'Must not be empty.');

const wrong = (code: Problem['code'], message: string, parameters?: Problem['parameters']): { wrong: Problem } => ({
  wrong: { code, message, parameters },
});

function checkChoice({ choices }: SignUpField, given: string): CheckedAnswer {
  // Choices are stored in this form too.
  const choice = given.normalize('NFC').trim();
  return choices.includes(choice) ? { value: choice } : wrong('UNKNOWN_CHOICE', 'Must be one of the choices.');
}

function checkText({ pattern, patternHint, maxLength }: SignUpField, given: string): CheckedAnswer {
  const parsed = line(maxLength ?? LONGEST_TEXT).safeParse(given);
  const [issue] = parsed.error ? issuesOf(parsed.error) : [];
  if (issue) return wrong(issue.code, issue.message, issue.parameters);
  const text = String(parsed.data);
  const isFit = pattern === null || fits(pattern, text);
  if (isFit) return { value: text };
  const { wrong: problem } = wrong('MALFORMED', patternHint ?? 'Does not have the required form.');
  return { wrong: { ...problem, isOfPortal: patternHint !== null } };
}

function checkAddress(given: string): CheckedAnswer {
  if (given.length > LONGEST_ADDRESS) {
    return wrong('TOO_LONG', `Must have at most ${LONGEST_ADDRESS} characters.`, { maximum: LONGEST_ADDRESS });
  }
  const text = given.trim();
  // Browsers drop line breaks and accept `https:example.com`, so the typed text itself must look like a URL.
  const url = /^https?:\/\//i.test(text) && text.isWellFormed() && !hasControl(text) ? URL.parse(text) : null;
  const isGood = url !== null && !url.username && !url.password && url.href.length <= LONGEST_ADDRESS;
  return isGood ? { value: url.href } : wrong('NOT_A_URL', 'Must be a URL such as https://example.com.');
}
