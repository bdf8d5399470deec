import type { LogInMethod, SecondFactorKind } from './generated/operations.ts';

const METHODS: Record<LogInMethod, string> = { PASSWORD: 'password', SSO: 'SSO', PASSKEY: 'passkey' };

const FACTORS: Record<SecondFactorKind, string> = {
  TOTP: 'code of the authenticator app',
  PASSKEY: 'passkey',
  RECOVERY_CODE: 'recovery code',
};

/** How somebody logged in, such as "password and passkey". A passkey alone counts as both, and is named once. */
export const logInInWords = (method: LogInMethod, secondFactor: SecondFactorKind | null): string =>
  secondFactor && secondFactor !== method ? `${METHODS[method]} and ${FACTORS[secondFactor]}` : METHODS[method];
