import type { Portal } from '../../prisma/generated/client/client.ts';
import { isSaturated } from '../../prisma/saturation.ts';
import { TooManyAttempts } from '../errors.ts';
import { ProviderFailure, type SsoFailureReason } from '../providers/provider-failure.ts';

/** Why somebody who comes by SSO does not get in; the page `sso-failed` has a sentence for each. */
export type SsoReason =
  | SsoFailureReason
  /** The connection does not exist, or is switched off. */
  | 'OFF'
  /** Begun too long ago, in another browser, or finished already. */
  | 'EXPIRED'
  /** The provider names no mail address. */
  | 'NO_ADDRESS'
  /** The connection lets only those in who are registered. */
  | 'NOT_REGISTERED'
  /** This account at the provider belongs to another developer here. */
  | 'LINKED_ELSEWHERE'
  | 'PENDING'
  | 'REJECTED'
  | 'REVOKED'
  | 'TOO_MANY_ATTEMPTS'
  | 'UNEXPECTED';

/** Where somebody was when it ended. */
export type Place = { portal: Portal | null; connectionId?: string; developerId?: string };

/** Ends the way of somebody who comes by SSO. They see the page of the reason, the log and the admins the detail. */
export class SsoRefusal extends Error {
  reason: SsoReason;
  portal: Portal | null;
  connectionId: string | null;
  developerId: string | undefined;
  /** @param detail the cause, without addresses, codes and tokens */
  constructor(reason: SsoReason, at: Place, detail: string) {
    super(detail);
    this.name = 'SsoRefusal';
    this.reason = reason;
    this.portal = at.portal;
    this.connectionId = at.connectionId ?? null;
    this.developerId = at.developerId;
  }
}

/** What somebody is told whose way an error ended. */
export function reasonOf(error: unknown): SsoReason {
  if (error instanceof SsoRefusal) return error.reason;
  return error instanceof TooManyAttempts || isSaturated(error) ? 'TOO_MANY_ATTEMPTS' : 'UNEXPECTED';
}

/** Asks a provider on behalf of somebody: what fails there ends their way here. */
export async function askedFor<Result>(at: Place, ask: Promise<Result>): Promise<Result> {
  try {
    return await ask;
  } catch (error) {
    throw error instanceof ProviderFailure ? new SsoRefusal(error.reason, at, error.detail) : error;
  }
}
