/**
 * Why a provider's side failed:
 * - `UNAVAILABLE`: it cannot be reached, is too slow, says too much, or says that it is broken
 * - `MISCONFIGURED`: what we were told of it, or it of us, is wrong, or we must not ask it
 * - `REFUSED`: the person or the provider said no
 * - `INVALID_ANSWER`: it said something that does not hold
 */
export type SsoFailureReason = 'UNAVAILABLE' | 'MISCONFIGURED' | 'REFUSED' | 'INVALID_ANSWER';

/**
 * What went wrong with a provider. It is never shown to the person who logs in: `detail` is for the log and for admins, and
 * holds no address of a person, no code, token or secret, and no query of a URL.
 */
export class ProviderFailure extends Error {
  reason: SsoFailureReason;
  detail: string;
  constructor(reason: SsoFailureReason, detail: string) {
    super(detail);
    this.name = new.target.name;
    this.reason = reason;
    this.detail = detail;
  }
}
