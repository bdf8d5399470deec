import { findLanguage } from '../../texts/find-language.ts';
import { LANGUAGES, type Language } from '../../texts/languages.ts';
import type { Reader } from '../client.ts';

/** The first language of a request that Gatehouse has. Null if there is none. */
export const languageOf = ({ languages }: Reader): Language | null => findLanguage(languages, LANGUAGES);
