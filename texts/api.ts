import { createTranslator } from 'use-intl/core';
import { api as de } from './de/api.ts';
import { api as en } from './en/api.ts';
import { api as ja } from './ja/api.ts';
import type { Language } from './languages.ts';

const TEXTS = { en, de, ja };

type Failures = typeof en.errors;
/** The types of expected failures. */
export type Failure = keyof Failures;
/** What a failure of a type can say. */
export type ReasonOf<Type extends Failure> = keyof Failures[Type] & string;
/** The texts of issues that have none by their code. */
export type IssueText = Exclude<keyof typeof de.issues, Uppercase<string>>;

type Values = Readonly<Record<string, string | number>>;
type Translator = { (key: string, values?: Values): string; has: (key: string) => boolean };

const made = new Map<Language, Translator>();

/** A translator remembers what it has parsed. */
function textsOf(language: Language): Translator {
  const t = made.get(language) ?? (createTranslator({ locale: language, messages: TEXTS[language] }) as unknown as Translator);
  made.set(language, t);
  return t;
}

/** What a failure says in a language. */
export const failureIn = (language: Language, type: string, reason: string, values: Values): string =>
  textsOf(language)(`errors.${type}.${reason}`, values);

/** What a stored failure says. Null if there is no such text: a newer version wrote the row. */
export function storedFailureIn(language: Language, type: string, reason: string, values: Values): string | null {
  return textsOf(language).has(`errors.${type}.${reason}`) ? failureIn(language, type, reason, values) : null;
}

/** Of an issue without numbers. A text that has one says something else then. */
const NO_NUMBERS = { minimum: 'none', maximum: 'none' };

/** What is wrong with a field, in a language other than English. Null if that language has no text for it. */
export function issueIn(language: Language, key: string, parameters: Values): string | null {
  const t = textsOf(language);
  return t.has(`issues.${key}`) ? t(`issues.${key}`, { ...NO_NUMBERS, ...parameters }) : null;
}
