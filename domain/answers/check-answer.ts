import { hasControl, line } from '../input.ts';
import { fits } from '../sign-up-fields/pattern.ts';
import type { SignUpField } from '../sign-up-fields/sign-up-field.ts';
import type { AnswerValue } from './answer.ts';

/** Unless the field has a `maxLength`. */
const LONGEST_TEXT = 256;
const LONGEST_ADDRESS = 2_000;

/** The answer as it is stored, null for none; or a sentence that says what it must be. */
export type CheckedAnswer = { value: AnswerValue | null } | { wrong: string };

/** Checks one answer against its field. White space alone counts as no answer. */
export function checkAnswer(field: SignUpField, given: AnswerValue | null | undefined): CheckedAnswer {
  const isNone = given == null || (typeof given === 'string' && given.trim() === '');
  if (field.kind === 'BOOLEAN') {
    if (!isNone && typeof given !== 'boolean') return { wrong: 'Must be true or false.' };
    return field.required && given !== true ? { wrong: 'Must be confirmed.' } : { value: isNone ? null : given };
  }
  if (isNone) return field.required ? { wrong: 'Must not be empty.' } : { value: null };
  if (typeof given !== 'string') return { wrong: 'Must be text.' };
  if (field.kind === 'CHOICE') {
    // Choices are stored in this form too.
    const choice = given.normalize('NFC').trim();
    return field.choices.includes(choice) ? { value: choice } : { wrong: 'Must be one of the choices.' };
  }
  return field.kind === 'URL' ? checkAddress(given) : checkText(field, given);
}

function checkText({ pattern, patternHint, maxLength }: SignUpField, given: string): CheckedAnswer {
  const parsed = line(maxLength ?? LONGEST_TEXT).safeParse(given);
  if (!parsed.success) return { wrong: parsed.error.issues.map(({ message }) => message).join(' ') };
  const isFit = pattern === null || fits(pattern, parsed.data);
  return isFit ? { value: parsed.data } : { wrong: patternHint ?? 'Does not have the form that is asked for.' };
}

function checkAddress(given: string): CheckedAnswer {
  const text = given.trim();
  // A browser drops line breaks and reads `https:example.com` as an address, so what was typed must look like one itself.
  const url = /^https?:\/\//i.test(text) && text.isWellFormed() && !hasControl(text) ? URL.parse(text) : null;
  const isGood = url !== null && !url.username && !url.password && url.href.length <= LONGEST_ADDRESS;
  return isGood ? { value: url.href } : { wrong: 'Must be an address such as https://example.com.' };
}
