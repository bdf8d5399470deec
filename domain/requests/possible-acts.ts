import type { Delivery, Developer } from '../../prisma/generated/client/client.ts';
import { acts as decisions } from '../decisions/acts.ts';
import { whyNot } from '../decisions/decide-together.ts';
import { whyNotSetAnswers } from '../developers/set-answers.ts';
import { type DomainError, NotAllowed, NotFound } from '../errors.ts';
import { type Caller, may } from '../permissions.ts';
import { whyNotAsk } from '../questions/ask-developers.ts';
import { whyNotClaim, whyNotRelease } from './why-not-claim.ts';

/** A developer with the state of the address; null if nothing was ever reported. */
type Told = Developer & { mailState: { state: Delivery } | null };

type WhyNot = (caller: Caller, developer: Told, now: Date) => DomainError | null;

const whyNotDecide: WhyNot = (caller, { portalId }) => (may(caller, 'decide', portalId) ? null : new NotAllowed());

/** API tokens never reset second factors. */
const whyNotReset: WhyNot = (caller, developer, now) => {
  if (!developer.hasSecondFactor) return new NotFound('second factor');
  return 'apiToken' in caller ? new NotAllowed() : whyNotDecide(caller, developer, now);
};

const whyNotClear: WhyNot = (caller, developer, now) =>
  (developer.mailState?.state ?? 'OK') === 'OK' ? new NotFound('mail state') : whyNotDecide(caller, developer, now);

/** What each act asks before it is done, in the order of an admin's day. */
const WHY_NOT = {
  CLAIM: whyNotClaim,
  RELEASE: whyNotRelease,
  ASK: (caller, developer) => whyNotAsk(caller, developer),
  APPROVE: (caller, developer) => whyNot(caller, decisions.approve, developer),
  REJECT: (caller, developer) => whyNot(caller, decisions.reject, developer),
  REVOKE: (caller, developer) => whyNot(caller, decisions.revoke, developer),
  REINSTATE: (caller, developer) => whyNot(caller, decisions.reinstate, developer),
  ADD_NOTE: whyNotDecide,
  SET_ANSWERS: whyNotSetAnswers,
  CLEAR_MAIL_STATE: whyNotClear,
  END_SESSIONS: whyNotDecide,
  RESET_SECOND_FACTOR: whyNotReset,
  DELETE: whyNotDecide,
} as const satisfies Record<string, WhyNot>;

export type PossibleAct = keyof typeof WHY_NOT | 'UNDO';

const ACTS = Object.keys(WHY_NOT) as (keyof typeof WHY_NOT)[];

/** What this admin may do to this developer now, except for undoing a decision. */
export const possibleActs = (caller: Caller, developer: Told, now: Date): Exclude<PossibleAct, 'UNDO'>[] =>
  ACTS.filter((act) => WHY_NOT[act](caller, developer, now) === null);
