/** Describes an input field that asks a person who is logged in for the password once more. */
export const OWN_PASSWORD =
  'The password of the account. Spaces count too. Leave it out if the account has no password or the portal has no password ' +
  'log-in: then a log-in with SSO in the last 10 minutes is required, started with `prove=1`.';
