import { InvalidInput, namingItsField, type Said } from '../../domain/errors.ts';
import type { Issue } from '../../domain/issue.ts';
import { failureIn, issueIn, type ReasonOf, storedFailureIn } from '../../texts/api.ts';
import { findLanguage } from '../../texts/find-language.ts';
import { LANGUAGES, type Language } from '../../texts/languages.ts';

/** An expected failure, as an error or as the value that a list has of it. */
type Failure = { name: string; message: string; said?: Said | null; issues?: Issue[] };

/**
 * What a failure says to the client.
 * @param languages those that the client reads, as tags of BCP 47, the dearest first
 */
export function inWords({ name, message, said, issues }: Failure, languages: readonly string[]): string {
  const language = languageFor(languages);
  if (language === 'en') return message;
  if (name === InvalidInput.name && issues)
    return issues.map((issue) => namingItsField({ ...issue, message: issueInWords(issue, languages) })).join(' ');
  return (said && storedFailureIn(language, name, said.reason, said.values)) ?? message;
}

/** What is wrong with a field. A portal that says it in its own words, such as for a pattern, is left its words. */
export function issueInWords(
  { code, message, parameters = {}, text, isOfPortal }: Issue,
  languages: readonly string[],
): string {
  const language = languageFor(languages);
  return language === 'en' || isOfPortal ? message : (issueIn(language, text ?? code, parameters) ?? message);
}

/** What is said of an error that clients must not see. */
export const unexpectedIn = (languages: readonly string[], reason: ReasonOf<'Unexpected'>): string =>
  failureIn(languageFor(languages), 'Unexpected', reason, {});

const languageFor = (languages: readonly string[]): Language => findLanguage(languages, LANGUAGES) ?? 'en';
