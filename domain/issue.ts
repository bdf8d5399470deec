/** What can be wrong with a field, each with what it means to a client that has sentences of its own. */
export const ISSUE_CODES = {
  REQUIRED: { description: 'Nothing is there, or only white space.' },
  TOO_SHORT: { description: 'The text has too few characters. Parameter: `minimum`.' },
  TOO_LONG: { description: 'The text has too many characters. Parameter: `maximum`.' },
  TOO_FEW: { description: 'The list has too few entries. Parameter: `minimum`.' },
  TOO_MANY: { description: 'The list has too many entries, or there are too many of these already. Parameter: `maximum`.' },
  TOO_LOW: { description: 'The number is too low. Parameter: `minimum`.' },
  TOO_HIGH: { description: 'The number is too high. Parameter: `maximum`.' },
  WRONG_TYPE: { description: 'The value is of another type, such as a text where true or false belongs.' },
  MALFORMED: { description: 'The value does not have the form that is asked for; `message` describes it.' },
  BAD_CHARACTERS: {
    description: 'The text holds characters that it must not hold, such as line breaks or control characters.',
  },
  NOT_AN_EMAIL: { description: 'This is not an email address.' },
  NOT_A_URL: { description: 'This is not the URL of a page.' },
  NOT_A_DOMAIN: { description: 'This is not the name of a domain.' },
  GUESSABLE: { description: 'The password is too easy to guess.' },
  UNKNOWN_CHOICE: { description: 'The value is none of the choices.' },
  UNKNOWN_FIELD: { description: 'There is no field with this key.' },
  TAKEN: { description: 'Something else has this value already.' },
  DUPLICATE: { description: 'The value stands more than once in this input.' },
  UNCHANGED: { description: 'The value is the one that is there already.' },
  NOT_ACCEPTED: { description: 'This has to be accepted or confirmed.' },
  OUTDATED: { description: 'The value was right once. Load again what it belongs to.' },
  READ_ONLY: { description: 'Who asks may not change this field.' },
  NOT_PERMITTED: { description: 'The value is sound, but the portal, the operator or the provider does not permit it.' },
  CONTRADICTORY: { description: 'The value contradicts another one of the same input.' },
  NO_WAY_IN: { description: 'With this value, nobody could log in at the portal any more.' },
} as const;

export type IssueCode = keyof typeof ISSUE_CODES;

/** What is wrong with a value. The numbers of the message stand in `parameters`, too, by name. */
export type Problem = { code: IssueCode; message: string; parameters?: Record<string, number> | undefined };

/** What is wrong with one field of the input. */
export type Issue = Problem & { path: string[] };

/** A problem as zod's `refine` takes it, and as `addIssue` does after `code: 'custom'`. */
export const saying = (code: IssueCode, message: string, parameters?: Problem['parameters']) => ({
  message,
  params: { code, parameters },
});

export const tooLong = (maximum: number) => saying('TOO_LONG', `Must have at most ${maximum} characters.`, { maximum });
