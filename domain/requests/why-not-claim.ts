import type { Developer } from '../../prisma/generated/client/client.ts';
import { Conflict, type DomainError, NotAllowed } from '../errors.ts';
import { type Caller, may } from '../permissions.ts';

type Request = Pick<
  Developer,
  'portalId' | 'status' | 'waitingSince' | 'awaitsApplicantUntil' | 'claimedById' | 'claimedUntil'
>;

/** A claim tells that a person looks at the request, so an API token claims nothing. */
export function whyNotClaim(caller: Caller, request: Request, now: Date): DomainError | null {
  const { portalId, status, waitingSince, awaitsApplicantUntil } = request;
  if ('apiToken' in caller || !may(caller, 'decide', portalId)) return new NotAllowed();
  if (!waitingSince) {
    return new Conflict(status, status === 'PENDING' ? 'UNVERIFIED' : undefined);
  }
  if (awaitsApplicantUntil && awaitsApplicantUntil > now) {
    return new Conflict(status, 'WAS_ASKED');
  }
  const isFree = !isClaimed(request, now) || request.claimedById === caller.id;
  return isFree ? null : new Conflict(status, 'CLAIMED');
}

export function whyNotRelease(caller: Caller, request: Request, now: Date): DomainError | null {
  if ('apiToken' in caller || !may(caller, 'decide', request.portalId)) return new NotAllowed();
  const isOwn = isClaimed(request, now) && request.claimedById === caller.id;
  return isOwn ? null : new Conflict(request.status, 'NOT_CLAIMED');
}

/** A decision ends a claim, and so does its time. */
export const isClaimed = ({ waitingSince, claimedUntil }: Pick<Request, 'waitingSince' | 'claimedUntil'>, now: Date): boolean =>
  waitingSince !== null && claimedUntil !== null && claimedUntil > now;
