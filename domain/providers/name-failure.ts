import { ProviderFailure, type SsoFailureReason } from './provider-failure.ts';

/** Any other code means that our settings are wrong. */
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

/** Anybody can send any code, and each repeated code would count as a separate cause of failures. */
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

/** Narrower than RFC 6749, 5.2, because anybody can send any text. */
const ERROR_CODE = /^[a-z_]{1,60}$/;

/** The text of the failure repeats nothing from outside. */
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

/** The messages of the library are fixed. Other messages may quote the parsed text. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.name === 'OperationProcessingError' ? cause.message : message;
}

const statusOf = (cause: unknown): number => (cause instanceof Response ? cause.status : 0);
