/** Mutations that try, or hand out, a credential: each is an attempt, so a document may hold one, and CLIENT_LIMIT counts them. */
export const CREDENTIAL_ACTS = new Set([
  'adminChangePassword',
  'adminLogIn',
  'adminRequestPasswordReset',
  'adminResetPassword',
  'changePassword',
  'confirmEmailChange',
  'deleteAccount',
  'logIn',
  'requestEmailChange',
  'requestPasswordReset',
  'resendVerification',
  'resetPassword',
  'setPassword',
  'signUp',
  'undoEmailChange',
  'verifyEmail',
]);
