/** Describes an input field that asks somebody who is logged in for their password once more. */
export const OWN_PASSWORD =
  'The password of the account; every character counts. Left out by who has none, and at a portal without password log-in: a log-in with SSO in the last 10 minutes that began with `prove=1` stands for it.';
