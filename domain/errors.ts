import type { Decision, DeveloperStatus, SecondFactorKind } from '../prisma/generated/client/client.ts';
import type { Issue } from './issue.ts';

/** Clients see the message of these errors only. All other errors are masked. */
export abstract class DomainError extends Error {
  constructor(message: string) {
    super(message);
    // Not a class field, because then Pothos answers "Unexpected error." (pothos.dev, errors plugin).
    this.name = new.target.name;
  }
}

export class InvalidInput extends DomainError {
  issues: Issue[];
  constructor(issues: Issue[]) {
    super(issues.map(namingItsField).join(' '));
    this.issues = issues;
  }
}

/** Clients that ask for `message` alone do not see the path. */
const namingItsField = ({ path, message }: Issue): string =>
  [path.join('.'), message.replace(/[^.!?]$/, '$&.')].filter(Boolean).join(': ');

/** Does not say why the token fails, so that nobody learns whether it existed. */
export class InvalidToken extends DomainError {
  constructor(message = 'This link is no longer valid. Ask for a new one.') {
    super(message);
  }
}

/** For the log. The schema does not show it. */
type Whose = { developerId?: string | undefined; adminId?: string | undefined };

export class InvalidCredentials extends DomainError {
  whose: Whose;
  constructor(whose: Whose = {}, message = 'The email address or the password is wrong.') {
    super(message);
    this.whose = whose;
  }
}

const NOT_APPROVED = {
  PENDING: 'Your registration is waiting for approval. You will get an email when it is decided.',
  REJECTED: 'Your registration was rejected. If you think that this is wrong, contact the portal.',
  REVOKED: 'Your access was revoked. If you think that this is wrong, contact the portal.',
};

export type ClosedStatus = keyof typeof NOT_APPROVED;

export class NotApproved extends DomainError {
  status: ClosedStatus;
  /** Shows the person the registration. */
  statusToken: string;
  whose: Whose;
  constructor(status: ClosedStatus, developerId: string, statusToken: string) {
    super(NOT_APPROVED[status]);
    this.status = status;
    this.statusToken = statusToken;
    this.whose = { developerId };
  }
}

export class NotAllowed extends DomainError {
  constructor(message = 'You are not logged in, or you are not allowed to do this.') {
    super(message);
  }
}

export class NotFound extends DomainError {
  constructor(what: string) {
    super(`There is no such ${what}.`);
  }
}

export class Conflict extends DomainError {
  status: DeveloperStatus;
  /** The decision that came first. */
  decision: Decision | null;
  constructor(status: DeveloperStatus, message = `The registration is ${status} now.`, decision: Decision | null = null) {
    super(message);
    this.status = status;
    this.decision = decision;
  }
}

/** What the caller has read has changed since. */
export class Stale extends DomainError {
  constructor(message = 'Somebody else has changed this since you read it. Load it again.') {
    super(message);
  }
}

export class InvitationEnded extends DomainError {
  state: 'USED' | 'EXPIRED' | 'REVOKED';
  constructor(state: InvitationEnded['state']) {
    super(`The invitation is ${state} now.`);
    this.state = state;
  }
}

export class RegistrationClosed extends DomainError {
  constructor() {
    super('This portal accepts no registrations at the moment.');
  }
}

/** Thrown before anything is looked up, so it does not show whether an email address is registered. */
export class PasswordLoginOff extends DomainError {
  constructor(message = 'This portal has no password log-in. Log in with SSO instead.') {
    super(message);
  }
}

type BotCheckFault = 'MISSING' | 'WRONG' | 'EXPIRED' | 'USED';

const BOT_CHECK = {
  MISSING: 'This portal checks now that you are not a bot.',
  WRONG: 'The solution in `botCheck` is wrong, or it is for another portal.',
  EXPIRED: 'The solution in `botCheck` is too old.',
  USED: 'The solution in `botCheck` was used already.',
};

/** Thrown before anything is looked up, so it does not show whether an email address is registered. */
export class BotCheckRequired extends DomainError {
  reason: BotCheckFault;
  /** To solve, so that clients need not ask for one. */
  botChallenge: { challenge: string; difficulty: number; expiresAt: Date };
  constructor(reason: BotCheckFault, botChallenge: BotCheckRequired['botChallenge']) {
    super(
      `${BOT_CHECK[reason]} Solve the challenge in \`botChallenge\`, and send this again with the solution in \`botCheck\`.`,
    );
    this.reason = reason;
    this.botChallenge = botChallenge;
  }
}

/** The password is right, and a second factor is asked for. */
export class SecondFactorRequired extends DomainError {
  challenge: string;
  methods: SecondFactorKind[];
  expiresAt: Date;
  /** Null for a person without a passkey. */
  passkeyOptions: string | null;
  constructor(asked: Pick<SecondFactorRequired, 'challenge' | 'methods' | 'expiresAt' | 'passkeyOptions'>) {
    super('Confirm the log-in with your second factor.');
    this.challenge = asked.challenge;
    this.methods = asked.methods;
    this.expiresAt = asked.expiresAt;
    this.passkeyOptions = asked.passkeyOptions;
  }
}

/** The password is right, but the installation requires a second factor, and this admin has none. */
export class SecondFactorMissing extends DomainError {
  constructor() {
    super('Admins need a second factor to log in here. We emailed you a link to set one up. It works for 30 minutes.');
  }
}

/** The act opens doors, and the session has not proved for a while that its admin is there. */
export class ConfirmationRequired extends DomainError {
  constructor() {
    super('Confirm that it is you, at /admin/confirm or with `adminConfirm`. Then repeat this within 10 minutes.');
  }
}

export class TooManyAttempts extends DomainError {
  retryAfter: number;
  constructor(retryAfter: number) {
    super(`Too many attempts. Try again in ${retryAfter} seconds.`);
    this.retryAfter = retryAfter;
  }
}
