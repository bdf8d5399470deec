/** What a text of a portal can say with `{{name}}`. */
export const VARIABLES = {
  portal: 'The name of the portal.',
  greeting: 'A line that greets the person by name, such as “Hello Ada,”. Without the name if it could be read as a link.',
  name: 'The full name of the person. Empty if it could be read as a link.',
  status: 'The status of the registration in words, such as “Pending”.',
  change: 'What changed about the second factors, as a heading, such as “A second factor was set up”.',
  moment: 'When the account is going to be deleted, such as “Nov 27, 2026, 14:05 UTC”.',
  account: 'The account at the identity provider, such as “an account at Acme ID (id.acme.example)”.',
} as const;

export type Variable = keyof typeof VARIABLES;

type Templated = {
  variables: readonly Variable[];
  /** What the text must say, because the email is about nothing else. */
  required?: readonly Variable[];
  /** False for emails whose buttons belong to a warning, or depend on how the person logs in. */
  hasButton: boolean;
};

const PERSON = ['portal', 'greeting', 'name'] as const;

const TABLE = {
  VERIFY_EMAIL: { variables: ['portal'], hasButton: true },
  VERIFICATION_REMINDER: { variables: ['portal'], hasButton: true },
  INVITATION: { variables: PERSON, hasButton: true },
  REGISTRATION_STATUS: { variables: ['portal', 'status'], required: ['status'], hasButton: false },
  QUESTION: { variables: PERSON, hasButton: true },
  REGISTRATION_APPROVED: { variables: PERSON, hasButton: false },
  REGISTRATION_REJECTED: { variables: PERSON, hasButton: false },
  ACCESS_REVOKED: { variables: PERSON, hasButton: false },
  ACCESS_REINSTATED: { variables: PERSON, hasButton: false },
  RESET_PASSWORD: { variables: ['portal'], hasButton: true },
  CREATE_PASSWORD: { variables: ['portal'], hasButton: true },
  REGISTRATION_LINK: { variables: ['portal'], hasButton: true },
  PASSWORD_CHANGED: { variables: PERSON, hasButton: false },
  NEW_DEVICE: { variables: PERSON, hasButton: false },
  SECOND_FACTOR_LINK: { variables: PERSON, hasButton: true },
  SECOND_FACTOR_CHANGED: { variables: [...PERSON, 'change'], hasButton: false },
  SECOND_FACTOR_FAILED: { variables: PERSON, hasButton: false },
  CONFIRM_EMAIL_CHANGE: { variables: ['portal'], hasButton: true },
  EMAIL_CHANGED: { variables: PERSON, hasButton: false },
  ADDRESS_TAKEN: { variables: ['portal'], hasButton: false },
  ADDRESS_RESERVED: { variables: ['portal'], hasButton: false },
  CONFIRM_SSO_LINK: { variables: ['portal', 'account'], required: ['account'], hasButton: true },
  CONFIRM_SSO_SIGN_UP: { variables: ['portal', 'account'], required: ['account'], hasButton: true },
  SSO_LINKED: { variables: [...PERSON, 'account'], required: ['account'], hasButton: false },
  DELETION_SCHEDULED: { variables: [...PERSON, 'moment'], required: ['moment'], hasButton: true },
  ACCOUNT_DELETED: { variables: ['portal'], hasButton: false },
  ACCOUNT_DELETED_BY_ADMIN: { variables: ['portal'], hasButton: false },
} as const satisfies Record<string, Templated>;

/** An email to people of a portal. Two that say different things are two, even if one file of `emails/` renders both. */
export type Mail = keyof typeof TABLE;

export type VariableOf<Of extends Mail> = (typeof TABLE)[Of]['variables'][number];

/** Every email whose texts a portal can change: all that go to its people. Link, warning and reason of each are no part of these texts. */
export const TEMPLATED: Record<Mail, Templated> = TABLE;

export const isMail = (name: string): name is Mail => Object.hasOwn(TEMPLATED, name);

export const MAIL_NAMES: readonly Mail[] = Object.keys(TEMPLATED).filter(isMail);

/** The texts of one email in one language, with variables. The body is Markdown. */
export type MailWording = {
  subject: string;
  title: string;
  body: string;
  /** Null if the email has no button that a portal can name. */
  buttonLabel: string | null;
};
