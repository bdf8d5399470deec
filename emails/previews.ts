import type { Language } from '../texts/languages.ts';
import AccountDeleted, { accountDeleted } from './account-deleted.tsx';
import { addressTaken, previews as addressTakenPreviews } from './address-taken.tsx';
import AdminConfirmSso, { adminConfirmSso } from './admin-confirm-sso.tsx';
import AdminInvitation, { adminInvitation } from './admin-invitation.tsx';
import AdminNewDevice, { adminNewDevice } from './admin-new-device.tsx';
import AdminPasswordChanged, { adminPasswordChanged } from './admin-password-changed.tsx';
import AdminResetPassword, { adminResetPassword } from './admin-reset-password.tsx';
import { adminSecondFactorChanged, previews as factorChangedPreviews } from './admin-second-factor-changed.tsx';
import AdminSecondFactorFailed, { adminSecondFactorFailed } from './admin-second-factor-failed.tsx';
import AdminSecondFactorLink, { adminSecondFactorLink } from './admin-second-factor-link.tsx';
import AdminSecondFactorReset, { adminSecondFactorReset } from './admin-second-factor-reset.tsx';
import ApiTokenCreated, { apiTokenCreated } from './api-token-created.tsx';
import ApiTokenExpiring, { apiTokenExpiring } from './api-token-expiring.tsx';
import { previewLogIn } from './components/log-in-facts.tsx';
import ConfirmEmailChange, { confirmEmailChange } from './confirm-email-change.tsx';
import { confirmSso, previews as confirmSsoPreviews } from './confirm-sso.tsx';
import DeletionScheduled, { deletionScheduled } from './deletion-scheduled.tsx';
import DeveloperInvitation, { developerInvitation } from './developer-invitation.tsx';
import EmailChanged, { emailChanged } from './email-changed.tsx';
import NewDevice, { newDevice } from './new-device.tsx';
import { newRequest, previews as newRequestPreviews } from './new-request.tsx';
import PasswordChanged, { linkedAccounts, passwordChanged } from './password-changed.tsx';
import { type Portal, previewBrandedPortal, previewInstallation, previewPortal } from './portal.ts';
import Question, { question } from './question.tsx';
import { previews as approvedPreviews, registrationApproved } from './registration-approved.tsx';
import RegistrationLink, { registrationLink } from './registration-link.tsx';
import RegistrationRejected, { registrationRejected } from './registration-rejected.tsx';
import RegistrationRevoked, { registrationRevoked } from './registration-revoked.tsx';
import { registrationStatus, previews as statusPreviews } from './registration-status.tsx';
import type { RenderedEmail } from './render-email.ts';
import { previews as reminderPreviews, requestReminder } from './request-reminder.tsx';
import ResetPassword, { resetPassword } from './reset-password.tsx';
import { previews as ownFactorChangedPreviews, secondFactorChanged } from './second-factor-changed.tsx';
import SecondFactorFailed, { secondFactorFailed } from './second-factor-failed.tsx';
import SecondFactorLink, { secondFactorLink } from './second-factor-link.tsx';
import SenderLapsed, { senderLapsed } from './sender-lapsed.tsx';
import SsoLinked, { ssoLinked } from './sso-linked.tsx';
import VerificationReminder, { verificationReminder } from './verification-reminder.tsx';
import VerifyEmail, { verifyEmail } from './verify-email.tsx';

type Preview = {
  file: string;
  variant: string;
  from: Portal;
  /** English if no language is given. Another portal can stand in for the one it is from. */
  render: (language?: Language, instead?: Portal) => Promise<RenderedEmail>;
};

/** Every mail in every variant, for the gallery and the tests. */
export const previews: Preview[] = [
  ...previewsOf('verify-email', verifyEmail, {
    Default: VerifyEmail.PreviewProps,
    'No passwords': { ...VerifyEmail.PreviewProps, takesPasswords: false },
  }),
  ...previewsOf('verification-reminder', verificationReminder, { Default: VerificationReminder.PreviewProps }),
  ...previewsOf('developer-invitation', developerInvitation, {
    Default: DeveloperInvitation.PreviewProps,
    'Without a name and a message': { ...DeveloperInvitation.PreviewProps, fullName: '', message: null },
    'No passwords': { ...DeveloperInvitation.PreviewProps, takesPasswords: false },
  }),
  ...previewsOf('registration-status', registrationStatus, statusPreviews),
  ...previewsOf('question', question, { Default: Question.PreviewProps }),
  ...previewsOf('registration-approved', registrationApproved, approvedPreviews),
  ...previewsOf('registration-rejected', registrationRejected, { Default: RegistrationRejected.PreviewProps }),
  ...previewsOf('registration-revoked', registrationRevoked, { Default: RegistrationRevoked.PreviewProps }),
  ...previewsOf('registration-link', registrationLink, { Default: RegistrationLink.PreviewProps }),
  ...previewsOf('reset-password', resetPassword, {
    Default: ResetPassword.PreviewProps,
    'First password': { ...ResetPassword.PreviewProps, hasPassword: false },
  }),
  ...previewsOf('password-changed', passwordChanged, {
    Default: PasswordChanged.PreviewProps,
    'Linked accounts': { ...PasswordChanged.PreviewProps, ...linkedAccounts },
  }),
  ...previewsOf('new-device', newDevice, {
    Default: NewDevice.PreviewProps,
    'No password': { ...NewDevice.PreviewProps, forgotPasswordUrl: null, logIn: { ...previewLogIn, ways: ['SSO'] } },
  }),
  ...previewsOf('second-factor-link', secondFactorLink, { Default: SecondFactorLink.PreviewProps }),
  ...previewsOf('second-factor-changed', secondFactorChanged, ownFactorChangedPreviews),
  ...previewsOf('second-factor-failed', secondFactorFailed, { Default: SecondFactorFailed.PreviewProps }),
  ...previewsOf('confirm-email-change', confirmEmailChange, { Default: ConfirmEmailChange.PreviewProps }),
  ...previewsOf('email-changed', emailChanged, {
    Default: EmailChanged.PreviewProps,
    'No password': { ...EmailChanged.PreviewProps, hasPassword: false },
  }),
  ...previewsOf('confirm-sso', confirmSso, confirmSsoPreviews),
  ...previewsOf('sso-linked', ssoLinked, { Default: SsoLinked.PreviewProps }),
  ...previewsOf('deletion-scheduled', deletionScheduled, {
    Default: DeletionScheduled.PreviewProps,
    'No password': { ...DeletionScheduled.PreviewProps, forgotPasswordUrl: null },
  }),
  ...previewsOf('account-deleted', accountDeleted, {
    Default: AccountDeleted.PreviewProps,
    'By an admin': { ...AccountDeleted.PreviewProps, by: 'ADMIN' },
  }),
  ...previewsOf('address-taken', addressTaken, addressTakenPreviews),
  ...previewsOf('new-request', newRequest, newRequestPreviews),
  ...previewsOf('request-reminder', requestReminder, reminderPreviews),
  ...previewsOf(
    'admin-invitation',
    adminInvitation,
    {
      Default: AdminInvitation.PreviewProps,
      'An admin already': { ...AdminInvitation.PreviewProps, isAdmin: true },
    },
    previewInstallation,
  ),
  ...previewsOf('admin-confirm-sso', adminConfirmSso, { Default: AdminConfirmSso.PreviewProps }, previewInstallation),
  ...previewsOf('admin-reset-password', adminResetPassword, { Default: AdminResetPassword.PreviewProps }, previewInstallation),
  ...previewsOf('admin-new-device', adminNewDevice, { Default: AdminNewDevice.PreviewProps }, previewInstallation),
  ...previewsOf(
    'admin-password-changed',
    adminPasswordChanged,
    { Default: AdminPasswordChanged.PreviewProps },
    previewInstallation,
  ),
  ...previewsOf('api-token-created', apiTokenCreated, { Default: ApiTokenCreated.PreviewProps }, previewInstallation),
  ...previewsOf('sender-lapsed', senderLapsed, { Default: SenderLapsed.PreviewProps }),
  ...previewsOf('api-token-expiring', apiTokenExpiring, { Default: ApiTokenExpiring.PreviewProps }, previewInstallation),
  ...previewsOf(
    'admin-second-factor-link',
    adminSecondFactorLink,
    {
      Default: AdminSecondFactorLink.PreviewProps,
      Required: { ...AdminSecondFactorLink.PreviewProps, isRequired: true },
    },
    previewInstallation,
  ),
  ...previewsOf('admin-second-factor-changed', adminSecondFactorChanged, factorChangedPreviews, previewInstallation),
  ...previewsOf(
    'admin-second-factor-failed',
    adminSecondFactorFailed,
    { Default: AdminSecondFactorFailed.PreviewProps },
    previewInstallation,
  ),
  ...previewsOf(
    'admin-second-factor-reset',
    adminSecondFactorReset,
    {
      Default: AdminSecondFactorReset.PreviewProps,
      'On the command line': { ...AdminSecondFactorReset.PreviewProps, resetBy: 'OPERATOR' },
      'By an admin who was removed since': { ...AdminSecondFactorReset.PreviewProps, resetBy: { admin: null } },
    },
    previewInstallation,
  ),
];

/** Mails of portals also come in the look of a portal with a brand. */
function previewsOf<Props extends object>(
  file: string,
  email: (props: Props) => Promise<RenderedEmail>,
  variants: Record<string, Props>,
  from = previewPortal,
): Preview[] {
  const of = (variant: string, props: Props, portal: Portal): Preview => ({
    file,
    variant,
    from: portal,
    render: (language, instead = portal) =>
      email({ ...props, [from === previewPortal ? 'portal' : 'installation']: { ...instead, language } }),
  });
  const plain = Object.entries(variants).map(([variant, props]) => of(variant, props, from));
  const [first] = Object.values(variants);
  if (!first || from !== previewPortal) return plain;
  return [...plain, of('With a brand', first, previewBrandedPortal)];
}
