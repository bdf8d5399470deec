import type { Developer } from '../../prisma/generated/client/client.ts';
import { Conflict, type DomainError, NotAllowed } from '../errors.ts';
import { type AdminWithRoles, may } from '../permissions.ts';

type Request = Pick<
  Developer,
  'portalId' | 'status' | 'waitingSince' | 'awaitsApplicantUntil' | 'claimedById' | 'claimedUntil'
>;

export function whyNotClaim(admin: AdminWithRoles, request: Request, now: Date): DomainError | null {
  const { portalId, status, waitingSince, awaitsApplicantUntil } = request;
  if (!may(admin, 'decide', portalId)) return new NotAllowed();
  if (!waitingSince) {
    return new Conflict(status, status === 'PENDING' ? 'The email address is not verified yet.' : undefined);
  }
  if (awaitsApplicantUntil && awaitsApplicantUntil > now) {
    return new Conflict(status, 'The person was asked a question. The request waits for the answer.');
  }
  const isFree = !isClaimed(request, now) || request.claimedById === admin.id;
  return isFree ? null : new Conflict(status, 'Another admin has claimed this request.');
}

export function whyNotRelease(admin: AdminWithRoles, request: Request, now: Date): DomainError | null {
  if (!may(admin, 'decide', request.portalId)) return new NotAllowed();
  const isOwn = isClaimed(request, now) && request.claimedById === admin.id;
  return isOwn ? null : new Conflict(request.status, 'You have not claimed this request, or your claim has ended.');
}

/** A decision ends a claim, and so does its time. */
export const isClaimed = ({ waitingSince, claimedUntil }: Pick<Request, 'waitingSince' | 'claimedUntil'>, now: Date): boolean =>
  waitingSince !== null && claimedUntil !== null && claimedUntil > now;
