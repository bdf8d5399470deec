import type { JobName } from '../../../domain/jobs/jobs.ts';

export type Status = 'PENDING' | 'APPROVED' | 'REJECTED' | 'REVOKED';

/** All times are milliseconds of the clock of the model, which stands still unless a command moves it. */
export type Person = {
  /** Null until the database has been asked. */
  id: string | null;
  email: string;
  status: Status;
  /** The order in which people verified, which is that of their requests. Null for a person who has not. */
  verified: number | null;
  password: string | null;
  isEvaluated: boolean;
  isToldToWait: boolean;
  isStatusTold: boolean;
  askedAt: number;
  isReminded: boolean;
  claim: { admin: number; until: number } | null;
  awaitsUntil: number | null;
  invitation: Invitation | null;
  decisions: Decision[];
  isGone: boolean;
  /** The last log-in from this computer, as long as the person's devices are remembered. */
  clientSeenAt: number | null;
  hasLoggedIn: boolean;
  newDeviceToldAt: number | null;
};

export type Decision = {
  id: string | null;
  person: Person;
  from: Status;
  to: Status;
  /** The index of the admin. Null for a rule. */
  by: number | null;
  undoableUntil: number | null;
  undoes: Decision | null;
  isUndone: boolean;
  isMailed: boolean;
};

export type Purpose =
  | 'VERIFY_EMAIL'
  | 'SET_PASSWORD'
  | 'RESET_PASSWORD'
  | 'OPEN_REGISTRATION'
  | 'CONFIRM_EMAIL_CHANGE'
  | 'UNDO_EMAIL_CHANGE'
  | 'ANSWER_QUESTION'
  | 'ACCEPT_INVITATION';

/** In the order in which they were made. `secret` is null until it has come out of the mail. */
export type Link = {
  purpose: Purpose;
  person: Person;
  secret: string | null;
  expiresAt: number;
  isEnded: boolean;
  /** The address to move to, or to move back to. */
  email: string | null;
};

export type Session = {
  token: string;
  id: string;
  person: Person;
  expiresAt: number;
  seenAt: number;
  isEnded: boolean;
  wrongPasswords: number;
};

export type Invitation = {
  id: string;
  email: string;
  admin: number;
  isApproved: boolean;
  state: 'OPEN' | 'USED' | 'REVOKED' | 'FORGOTTEN';
  expiresAt: number;
  mailedAt: number;
  secret: string | null;
};

/** What a stranger asks for, before a worker has looked the address up. */
export type Asked = { act: 'SIGN_UP' | 'RESEND_VERIFICATION' | 'RESET_PASSWORD' | 'OPEN_REGISTRATION'; email: string };

export type Bulk = { act: 'approve' | 'reject'; admin: number; people: Person[] };

export type Job = {
  name: JobName;
  /** Null until the database has been asked. */
  id: string | null;
  dueAt: number;
  attempts: number;
  person?: Person;
  link?: Link;
  decision?: Decision;
  invitation?: Invitation;
  asked?: Asked;
  bulk?: Bulk;
  to?: string;
  /** Of `sendConfirmEmailChangeEmail`: whether the mail has been counted. */
  isCounted?: boolean;
  /** Of `sendNewDeviceEmail`: how many links there were at the log-in. */
  linksBefore?: number;
};

/** What the mail server has to accept once a job has run. */
export type ExpectedMail = { kind: string; to: string; job: Job; link?: Link; invitation?: Invitation };

export type Rule = { domain: string; then: 'APPROVE' | 'QUEUE' | 'REFUSE' };

export type Model = {
  now: number;
  settings: { autoApprove: boolean; registrationOpen: boolean; isBotCheckOn: boolean; undoWindow: number; rules: Rule[] };
  /** Also those who are gone. */
  people: Person[];
  links: Link[];
  sessions: Session[];
  invitations: Invitation[];
  /** Open ones. */
  jobs: Job[];
  /** Not seen at the mail server yet. */
  mails: ExpectedMail[];
  /** Without those of the settings before the run. */
  events: { type: string; about: Person | null; count: number }[];
  sent: { key: string; at: number; asker: string }[];
  wrongPasswords: Map<string, number>;
  /** What strangers were told, by the act and the settings that it may depend on. */
  told: Map<string, string>;
  /** The solution of a bot check that was used last. */
  usedSolution: string | null;
  verifiedSoFar: number;
  isWorkerRunning: boolean;
};

export const newModel = (): Model => ({
  now: 0,
  settings: { autoApprove: false, registrationOpen: true, isBotCheckOn: false, undoWindow: 0, rules: [] },
  people: [],
  links: [],
  sessions: [],
  invitations: [],
  jobs: [],
  mails: [],
  events: [],
  sent: [],
  wrongPasswords: new Map(),
  told: new Map(),
  usedSolution: null,
  verifiedSoFar: 0,
  isWorkerRunning: false,
});
