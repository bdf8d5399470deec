/**
 * Why a provider's side failed:
 * - `UNAVAILABLE`: it cannot be reached, is too slow, answers too much, or reports an error of its own
 * - `MISCONFIGURED`: the connection or the client at the provider is set up wrong, or we must not ask this address
 * - `REFUSED`: the person or the provider said no
 * - `INVALID_ANSWER`: its answer is invalid
 */
export type SsoFailureReason = 'UNAVAILABLE' | 'MISCONFIGURED' | 'REFUSED' | 'INVALID_ANSWER';

/** `detail` is for the log and for admins. It contains no email address, code, token, secret or query of a URL. */
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
