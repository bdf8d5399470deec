import type { Developer } from '../../prisma/generated/client/client.ts';
import { acts } from '../decisions/acts.ts';
import { whyNot } from '../decisions/decide-together.ts';
import { whyNotSetAnswers } from '../developers/set-answers.ts';
import { type DomainError, NotAllowed } from '../errors.ts';
import { type AdminWithRoles, may } from '../permissions.ts';
import { whyNotAsk } from '../questions/ask-developers.ts';
import { whyNotClaim, whyNotRelease } from './why-not-claim.ts';

type WhyNot = (admin: AdminWithRoles, developer: Developer, now: Date) => DomainError | null;

const whyNotDecide: WhyNot = (admin, { portalId }) => (may(admin, 'decide', portalId) ? null : new NotAllowed());

/** What each act asks before it is done, in the order of an admin's day. */
const WHY_NOT = {
  CLAIM: whyNotClaim,
  RELEASE: whyNotRelease,
  ASK: (admin, developer) => whyNotAsk(admin, developer),
  APPROVE: (admin, developer) => whyNot(admin, acts.approve, developer),
  REJECT: (admin, developer) => whyNot(admin, acts.reject, developer),
  REVOKE: (admin, developer) => whyNot(admin, acts.revoke, developer),
  REINSTATE: (admin, developer) => whyNot(admin, acts.reinstate, developer),
  ADD_NOTE: whyNotDecide,
  SET_ANSWERS: whyNotSetAnswers,
  END_SESSIONS: whyNotDecide,
  DELETE: whyNotDecide,
} as const satisfies Record<string, WhyNot>;

export type PossibleAct = keyof typeof WHY_NOT;

const ACTS = Object.keys(WHY_NOT) as PossibleAct[];

/** What this admin may do to this developer now. */
export const possibleActs = (admin: AdminWithRoles, developer: Developer, now: Date): PossibleAct[] =>
  ACTS.filter((act) => WHY_NOT[act](admin, developer, now) === null);
