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

/** Where it happened, and to whom, as far as that is known. */
export type Place = { portal: Portal | null; connectionId?: string; developerId?: string };

/** Ends an attempt to log in with SSO. The person sees the page of the reason; the log and the admins get the detail. */
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

/** The reason that a person is told for any error that ends an attempt. */
export function reasonOf(error: unknown): SsoReason {
  if (error instanceof SsoRefusal) return error.reason;
  return error instanceof TooManyAttempts || isSaturated(error) ? 'TOO_MANY_ATTEMPTS' : 'UNEXPECTED';
}

/** Waits for a provider's answer during an attempt. @throws SsoRefusal in place of a ProviderFailure */
export async function refuseOnProviderFailure<Result>(at: Place, ask: Promise<Result>): Promise<Result> {
  try {
    return await ask;
  } catch (error) {
    throw error instanceof ProviderFailure ? new SsoRefusal(error.reason, at, error.detail) : error;
  }
}
