import type { Portal } from '../../prisma/generated/client/client.ts';
import { isSaturated } from '../../prisma/saturation.ts';
import { TooManyAttempts } from '../errors.ts';
import { ProviderFailure, type SsoFailureReason } from '../providers/provider-failure.ts';

export type SsoReason =
  | SsoFailureReason
  /** The connection does not exist or is disabled. */
  | 'OFF'
  /** Too old, from another browser, or already finished. */
  | 'EXPIRED'
  | 'NO_ADDRESS'
  | 'NOT_REGISTERED'
  /** The account at the provider belongs to another developer. */
  | 'LINKED_ELSEWHERE'
  /** The invitation of the admin is for another email address. */
  | 'OTHER_ADDRESS'
  | 'PENDING'
  | 'REJECTED'
  | 'REVOKED'
  | 'TOO_MANY_ATTEMPTS'
  | 'UNEXPECTED';

export type Place = { portal: Portal | null; connectionId?: string; developerId?: string };

/** Only the log and the admins see the detail. */
export class SsoRefusal extends Error {
  reason: SsoReason;
  portal: Portal | null;
  connectionId: string | null;
  developerId: string | undefined;
  /** Shows the person the registration, after PENDING, REJECTED and REVOKED. */
  statusToken: string | null;
  /** `detail` holds no email address, code or token. */
  constructor(reason: SsoReason, at: Place, detail: string, statusToken: string | null = null) {
    super(detail);
    this.name = 'SsoRefusal';
    this.reason = reason;
    this.portal = at.portal;
    this.connectionId = at.connectionId ?? null;
    this.developerId = at.developerId;
    this.statusToken = statusToken;
  }
}

export function reasonOf(error: unknown): SsoReason {
  if (error instanceof SsoRefusal) return error.reason;
  return error instanceof TooManyAttempts || isSaturated(error) ? 'TOO_MANY_ATTEMPTS' : 'UNEXPECTED';
}

export async function refuseOnProviderFailure<Result>(at: Place, ask: Promise<Result>): Promise<Result> {
  try {
    return await ask;
  } catch (error) {
    throw error instanceof ProviderFailure ? new SsoRefusal(error.reason, at, error.detail) : error;
  }
}
