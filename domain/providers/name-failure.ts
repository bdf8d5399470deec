import { ProviderFailure, type SsoFailureReason } from './provider-failure.ts';

/** Error codes of OAuth and OpenID Connect by what they mean for us; any other means that our settings are wrong. */
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

/** Anybody may come back with any code, and each that we repeat is a cause of its own for the admins. */
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

/** RFC 6749, 5.2, leaves room for more than a word, and whoever calls us may write anything there. */
const ERROR_CODE = /^[a-z_]{1,60}$/;

/** What a failure of the OpenID library says, in words that repeat nothing that came in. */
export function nameFailure(error: unknown): ProviderFailure {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof ProviderFailure) return cause;
  if (!(error instanceof Error)) return new ProviderFailure('INVALID_ANSWER', 'The answer cannot be read.');
  const status = 'status' in error && typeof error.status === 'number' ? error.status : statusOf(error.cause);
  if (status >= 500 || status === 429) {
    return new ProviderFailure('UNAVAILABLE', `The provider does not work now (status ${status}).`);
  }
  if ('error' in error && typeof error.error === 'string') return nameRefusal(error.error);
  if (error.name === 'WWWAuthenticateChallengeError') {
    return new ProviderFailure('MISCONFIGURED', 'The provider refuses the client id or its secret.');
  }
  return new ProviderFailure('INVALID_ANSWER', `The answer does not hold: ${reasonOf(error)}.`);
}

function nameRefusal(code: string): ProviderFailure {
  if (!ERROR_CODE.test(code))
    return new ProviderFailure('INVALID_ANSWER', 'The provider refuses without a code that can be read.');
  const named = REPEATED.has(code) ? code : 'with an error code of its own';
  return new ProviderFailure(REASONS.get(code) ?? 'MISCONFIGURED', `The provider answers ${named}.`);
}

/** The library's own texts are fixed ones; those of what it calls may quote what was parsed. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.name === 'OperationProcessingError' ? cause.message : message;
}

const statusOf = (cause: unknown): number => (cause instanceof Response ? cause.status : 0);
