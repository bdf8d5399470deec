import type { DeveloperStatus } from '../prisma/generated/client/enums.ts';
import type { Issue } from './issue.ts';

/** A failure that people can act on. Only its subclasses reach a client; everything else is masked. */
export abstract class DomainError extends Error {
  constructor(message: string) {
    super(message);
    // Not a class field: with one, Pothos answers "Unexpected error." (pothos.dev, errors plugin).
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

/** For who asks for the message alone, in which "Must not be empty." could mean any field. Words of an admin may end without a stop. */
const namingItsField = ({ path, message }: Issue): string =>
  [path.join('.'), message.replace(/[^.!?]$/, '$&.')].filter(Boolean).join(': ');

/** Unknown, expired, used up, or meant for something else: which of these is told to nobody. */
export class InvalidToken extends DomainError {
  constructor(message = 'This link is no longer valid. Ask for a new one.') {
    super(message);
  }
}

/** Whose account it was, where there is one: for the log alone, no field of the schema tells it. */
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

/** The password was right, but the registration is not approved. */
export class NotApproved extends DomainError {
  status: ClosedStatus;
  whose: Whose;
  constructor(status: ClosedStatus, developerId?: string) {
    super(NOT_APPROVED[status]);
    this.status = status;
    this.whose = { developerId };
  }
}

export class NotAllowed extends DomainError {
  constructor(message = 'You are not logged in, or you are not allowed to do this.') {
    super(message);
  }
}

export class NotFound extends DomainError {
  /** @param what the kind of thing that was looked for, such as `portal` */
  constructor(what: string) {
    super(`There is no such ${what}.`);
  }
}

/** Somebody else was faster, or the registration is not in the state that the act starts from. */
export class Conflict extends DomainError {
  status: DeveloperStatus;
  constructor(status: DeveloperStatus, message = `The registration is ${status} now.`) {
    super(message);
    this.status = status;
  }
}

export class RegistrationClosed extends DomainError {
  constructor() {
    super('This portal accepts no registrations at the moment.');
  }
}

/** The portal logs nobody in by a password. Told for every address and every link alike, before anything is looked up. */
export class PasswordLoginOff extends DomainError {
  constructor() {
    super('This portal has no password log-in. Log in with SSO instead.');
  }
}

export class TooManyAttempts extends DomainError {
  /** Seconds after which another attempt makes sense. */
  retryAfter: number;
  constructor(retryAfter: number) {
    super(`Too many attempts. Try again in ${retryAfter} seconds.`);
    this.retryAfter = retryAfter;
  }
}
