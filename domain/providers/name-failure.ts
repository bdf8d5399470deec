import { ProviderFailure, type SsoFailureReason } from './provider-failure.ts';

/** What the error codes of OAuth and OpenID Connect mean for us. Any other code means that our settings are wrong. */
const REASONS = new Map<string, SsoFailureReason>([
  ['access_denied', 'REFUSED'],
  ['account_selection_required', 'REFUSED'],
  ['consent_required', 'REFUSED'],
  ['interaction_required', 'REFUSED'],
  ['invalid_grant', 'REFUSED'],
  ['login_required', 'REFUSED'],
  ['server_error', 'UNAVAILABLE'],
  ['temporarily_unavailable', 'UNAVAILABLE'],
]);

/**
 * Error codes that we repeat to admins. Anybody can send any code, and each one repeated would count as a cause of its own
 * (`note-failure.ts`).
 */
const REPEATED = new Set([
  ...REASONS.keys(),
  'insufficient_scope',
  'invalid_client',
  'invalid_request',
  'invalid_request_object',
  'invalid_request_uri',
  'invalid_resource',
  'invalid_scope',
  'invalid_target',
  'invalid_token',
  'registration_not_supported',
  'request_not_supported',
  'request_uri_not_supported',
  'unauthorized_client',
  'unmet_authentication_requirements',
  'unsupported_grant_type',
  'unsupported_response_type',
]);

/** Narrower than RFC 6749, 5.2, because a caller may send anything. */
const ERROR_CODE = /^[a-z_]{1,60}$/;

/** Turns an error of the OpenID library into a ProviderFailure whose text repeats nothing that came from outside. */
export function nameFailure(error: unknown): ProviderFailure {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof ProviderFailure) return cause;
  if (!(error instanceof Error)) return new ProviderFailure('INVALID_ANSWER', 'The answer of the provider is not readable.');
  const status = 'status' in error && typeof error.status === 'number' ? error.status : statusOf(error.cause);
  if (status >= 500 || status === 429) {
    return new ProviderFailure('UNAVAILABLE', `The provider does not work at the moment (status ${status}).`);
  }
  if ('error' in error && typeof error.error === 'string') return nameRefusal(error.error);
  if (error.name === 'WWWAuthenticateChallengeError') {
    return new ProviderFailure('MISCONFIGURED', 'The provider refuses the client id or the client secret.');
  }
  return new ProviderFailure('INVALID_ANSWER', `The answer of the provider is not valid: ${reasonOf(error)}.`);
}

function nameRefusal(code: string): ProviderFailure {
  if (!ERROR_CODE.test(code))
    return new ProviderFailure('INVALID_ANSWER', 'The provider refused, and its error code is not readable.');
  const named = REPEATED.has(code) ? code : 'with an error code of its own';
  return new ProviderFailure(REASONS.get(code) ?? 'MISCONFIGURED', `The provider answers ${named}.`);
}

/** The library's own messages are fixed texts; those of what it calls may quote what was parsed. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.name === 'OperationProcessingError' ? cause.message : message;
}

const statusOf = (cause: unknown): number => (cause instanceof Response ? cause.status : 0);
