import type { Decision, DeveloperStatus, SecondFactorKind } from '../prisma/generated/client/client.ts';
import { type Failure, failureIn, type ReasonOf } from '../texts/api.ts';
import type { Issue } from './issue.ts';

/** Which text of its type a failure says (`texts/<language>/api/errors.json`), and what is filled in. */
export type Said = { reason: string; values: Record<string, string | number> };

/** Clients see the message of these errors only. All other errors are masked. */
export abstract class DomainError extends Error {
  /** Null where the message is put together from parts. */
  said: Said | null;
  /** @param said or the whole message, in English */
  constructor(said: Said | string) {
    super(typeof said === 'string' ? said : failureIn('en', new.target.name, said.reason, said.values));
    this.said = typeof said === 'string' ? null : said;
    // Not a class field, because then Pothos answers "Unexpected error." (pothos.dev, errors plugin).
    this.name = new.target.name;
  }
}

const saidFor = <Type extends Failure>(_type: Type, reason: ReasonOf<Type>, values: Said['values'] = {}): Said => ({
  reason,
  values,
});

export class InvalidInput extends DomainError {
  issues: Issue[];
  constructor(issues: Issue[]) {
    super(issues.map(namingItsField).join(' '));
    this.issues = issues;
  }
}

/** Clients that ask for `message` alone do not see the path. */
export const namingItsField = ({ path, message }: Issue): string =>
  [path.join('.'), message.replace(/[^.!?。]$/, '$&.')].filter(Boolean).join(': ');

/** Does not say why the token fails, so that nobody learns whether it existed. */
export class InvalidToken extends DomainError {
  constructor(reason: ReasonOf<'InvalidToken'> = 'LINK') {
    super(saidFor('InvalidToken', reason));
  }
}

/** For the log. The schema does not show it. */
type Whose = { developerId?: string | undefined; adminId?: string | undefined };

export class InvalidCredentials extends DomainError {
  whose: Whose;
  constructor(whose: Whose = {}, reason: ReasonOf<'InvalidCredentials'> = 'LOG_IN') {
    super(saidFor('InvalidCredentials', reason));
    this.whose = whose;
  }
}

export type ClosedStatus = ReasonOf<'NotApproved'>;

export class NotApproved extends DomainError {
  status: ClosedStatus;
  /** Shows the person the registration. */
  statusToken: string;
  whose: Whose;
  constructor(status: ClosedStatus, developerId: string, statusToken: string) {
    super(saidFor('NotApproved', status));
    this.status = status;
    this.statusToken = statusToken;
    this.whose = { developerId };
  }
}

export class NotAllowed extends DomainError {
  constructor(reason: ReasonOf<'NotAllowed'> = 'RIGHTS', values: Said['values'] = {}) {
    super(saidFor('NotAllowed', reason, values));
  }
}

export class NotFound extends DomainError {
  constructor(what: ReasonOf<'NotFound'>) {
    super(saidFor('NotFound', what));
  }
}

export class Conflict extends DomainError {
  status: DeveloperStatus;
  /** The decision that came first. */
  decision: Decision | null;
  constructor(status: DeveloperStatus, reason: ReasonOf<'Conflict'> = 'STATUS', decision: Decision | null = null) {
    super(saidFor('Conflict', reason, { status }));
    this.status = status;
    this.decision = decision;
  }
}

/** What the caller has read has changed since. */
export class Stale extends DomainError {
  constructor(reason: ReasonOf<'Stale'> = 'CHANGED', values: Said['values'] = {}) {
    super(saidFor('Stale', reason, values));
  }
}

export class InvitationEnded extends DomainError {
  state: 'USED' | 'EXPIRED' | 'REVOKED';
  constructor(state: InvitationEnded['state']) {
    super(saidFor('InvitationEnded', 'MESSAGE', { state }));
    this.state = state;
  }
}

export class RegistrationClosed extends DomainError {
  constructor() {
    super(saidFor('RegistrationClosed', 'MESSAGE'));
  }
}

/** Thrown before anything is looked up, so it does not show whether an email address is registered. */
export class PasswordLoginOff extends DomainError {
  constructor(reason: ReasonOf<'PasswordLoginOff'> = 'PORTAL') {
    super(saidFor('PasswordLoginOff', reason));
  }
}

/** Thrown before anything is looked up, so it does not show whether an email address is registered. */
export class BotCheckRequired extends DomainError {
  reason: ReasonOf<'BotCheckRequired'>;
  /** To solve, so that clients need not ask for one. */
  botChallenge: { challenge: string; difficulty: number; expiresAt: Date };
  constructor(reason: BotCheckRequired['reason'], botChallenge: BotCheckRequired['botChallenge']) {
    super(saidFor('BotCheckRequired', reason));
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
    super(saidFor('SecondFactorRequired', 'MESSAGE'));
    this.challenge = asked.challenge;
    this.methods = asked.methods;
    this.expiresAt = asked.expiresAt;
    this.passkeyOptions = asked.passkeyOptions;
  }
}

/** The password is right, but the installation requires a second factor, and this admin has none. */
export class SecondFactorMissing extends DomainError {
  constructor() {
    super(saidFor('SecondFactorMissing', 'MESSAGE'));
  }
}

/** The act opens doors, and the session has not proved for a while that its admin is there. */
export class ConfirmationRequired extends DomainError {
  constructor() {
    super(saidFor('ConfirmationRequired', 'MESSAGE'));
  }
}

export class TooManyAttempts extends DomainError {
  retryAfter: number;
  constructor(retryAfter: number) {
    super(saidFor('TooManyAttempts', 'MESSAGE', { retryAfter }));
    this.retryAfter = retryAfter;
  }
}
