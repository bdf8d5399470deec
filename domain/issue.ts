import type { IssueText } from '../texts/api.ts';

export const ISSUE_CODES = {
  REQUIRED: { description: 'The value is missing, or only white space.' },
  TOO_SHORT: { description: 'The text has too few characters. Parameter: `minimum`.' },
  TOO_LONG: { description: 'The text has too many characters. Parameter: `maximum`.' },
  TOO_FEW: { description: 'The list has too few entries. Parameter: `minimum`.' },
  TOO_MANY: {
    description: 'The list has too many entries, or the portal has too many of these already. Parameter: `maximum`.',
  },
  TOO_LOW: { description: 'The number is too low. Parameter: `minimum`.' },
  TOO_HIGH: { description: 'The number is too high. Parameter: `maximum`.' },
  WRONG_TYPE: { description: 'The value has the wrong type, such as a text instead of true or false.' },
  MALFORMED: { description: 'The value does not have the required form. `message` describes the form.' },
  BAD_CHARACTERS: {
    description: 'The text contains characters that are not allowed, such as line breaks or control characters.',
  },
  NOT_AN_EMAIL: { description: 'The value is not an email address.' },
  NOT_A_URL: { description: 'The value is not the URL of a page.' },
  NOT_A_DOMAIN: { description: 'The value is not a domain name.' },
  NOT_A_PICTURE: { description: 'The file is not a picture of a kind that is accepted, or it is damaged.' },
  TOO_LARGE: {
    description: 'The file has too many bytes, or the picture too many pixels. Parameter: `maximumBytes` or `maximumPixels`.',
  },
  GUESSABLE: { description: 'The password is too easy to guess.' },
  BREACHED: { description: 'The password was in a data breach, so attackers try it first.' },
  UNKNOWN_CHOICE: { description: 'The value is not one of the choices.' },
  UNKNOWN_FIELD: { description: 'There is no field with this key.' },
  UNKNOWN_CONNECTION: { description: 'The portal has no connection with this id.' },
  UNKNOWN_VARIABLE: {
    description: 'The email has no variable with this name. `message` names it, and the variables that there are.',
  },
  MISSING_VARIABLE: { description: 'The text must have a variable that it lacks. `message` names it.' },
  UNSAFE_LINK: {
    description:
      'A link in the text leads neither to https nor to an email address, or has a variable in it. `message` names it.',
  },
  PUBLIC_SUFFIX: { description: 'Anybody can get a domain below this one, so nobody can be trusted by it.' },
  IN_USE: { description: 'An approval rule uses this, so it cannot be removed. `message` names the rule.' },
  TAKEN: { description: 'The value is already in use.' },
  DUPLICATE: { description: 'The value appears more than once in this input.' },
  UNCHANGED: { description: 'The value is the same as before.' },
  NOT_ACCEPTED: { description: 'The value must be accepted or confirmed.' },
  OUTDATED: { description: 'The value is out of date. Load it again.' },
  READ_ONLY: { description: 'You are not allowed to change this field.' },
  NOT_PERMITTED: {
    description: 'The value is valid, but the portal, the operator or the identity provider does not allow it.',
  },
  CONTRADICTORY: { description: 'The value contradicts another value of the same input.' },
  NO_WAY_IN: { description: 'With this value, nobody could log in at the portal any more.' },
} as const;

export type IssueCode = keyof typeof ISSUE_CODES;

/**
 * `message` is in English, or in the words of the portal. `parameters` has the numbers of the message, for clients that write their own
 * sentences. `text` is for a message that says another thing than its code in `texts/<language>/api/issues.json`.
 */
export type Problem = {
  code: IssueCode;
  message: string;
  parameters?: Record<string, number> | undefined;
  text?: IssueText | undefined;
  isOfPortal?: boolean;
};

export type Issue = Problem & { path: string[] };

export const saying = (code: IssueCode, message: string, parameters?: Problem['parameters']) => ({
  message,
  params: { code, parameters },
});

export const tooLong = (maximum: number) => saying('TOO_LONG', `Must have at most ${maximum} characters.`, { maximum });
