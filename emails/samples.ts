import type { Mail } from '../texts/templated-mails.ts';
import AccountDeleted, { accountDeleted } from './account-deleted.tsx';
import AddressTaken, { addressTaken } from './address-taken.tsx';
import ConfirmEmailChange, { confirmEmailChange } from './confirm-email-change.tsx';
import ConfirmSso, { confirmSso } from './confirm-sso.tsx';
import DeletionScheduled, { deletionScheduled } from './deletion-scheduled.tsx';
import DeveloperInvitation, { developerInvitation } from './developer-invitation.tsx';
import EmailChanged, { emailChanged } from './email-changed.tsx';
import NewDevice, { newDevice } from './new-device.tsx';
import PasswordChanged, { passwordChanged } from './password-changed.tsx';
import type { Portal } from './portal.ts';
import Question, { question } from './question.tsx';
import RegistrationApproved, { registrationApproved } from './registration-approved.tsx';
import RegistrationLink, { registrationLink } from './registration-link.tsx';
import RegistrationRejected, { registrationRejected } from './registration-rejected.tsx';
import RegistrationRevoked, { registrationRevoked } from './registration-revoked.tsx';
import RegistrationStatus, { registrationStatus } from './registration-status.tsx';
import type { RenderedEmail } from './render-email.ts';
import ResetPassword, { resetPassword } from './reset-password.tsx';
import SecondFactorChanged, { secondFactorChanged } from './second-factor-changed.tsx';
import SecondFactorFailed, { secondFactorFailed } from './second-factor-failed.tsx';
import SecondFactorLink, { secondFactorLink } from './second-factor-link.tsx';
import SsoLinked, { ssoLinked } from './sso-linked.tsx';
import VerificationReminder, { verificationReminder } from './verification-reminder.tsx';
import VerifyEmail, { verifyEmail } from './verify-email.tsx';

type Sample = (from: From) => Promise<RenderedEmail>;

type From = { portal: Portal; pages: string };

/** Every email whose texts a portal can change, about a person who does not exist. */
const SAMPLES: Record<Mail, Sample> = {
  VERIFY_EMAIL: sample(verifyEmail, VerifyEmail.PreviewProps),
  VERIFICATION_REMINDER: sample(verificationReminder, VerificationReminder.PreviewProps),
  INVITATION: sample(developerInvitation, DeveloperInvitation.PreviewProps),
  REGISTRATION_STATUS: sample(registrationStatus, { ...RegistrationStatus.PreviewProps, status: 'PENDING' }),
  QUESTION: sample(question, Question.PreviewProps),
  REGISTRATION_APPROVED: sample(registrationApproved, RegistrationApproved.PreviewProps),
  REGISTRATION_REJECTED: sample(registrationRejected, RegistrationRejected.PreviewProps),
  ACCESS_REVOKED: sample(registrationRevoked, RegistrationRevoked.PreviewProps),
  ACCESS_REINSTATED: sample(registrationApproved, { ...RegistrationApproved.PreviewProps, reinstated: true }),
  RESET_PASSWORD: sample(resetPassword, ResetPassword.PreviewProps),
  CREATE_PASSWORD: sample(resetPassword, { ...ResetPassword.PreviewProps, hasPassword: false }),
  REGISTRATION_LINK: sample(registrationLink, RegistrationLink.PreviewProps),
  PASSWORD_CHANGED: sample(passwordChanged, PasswordChanged.PreviewProps),
  NEW_DEVICE: sample(newDevice, NewDevice.PreviewProps),
  SECOND_FACTOR_LINK: sample(secondFactorLink, SecondFactorLink.PreviewProps),
  SECOND_FACTOR_CHANGED: sample(secondFactorChanged, SecondFactorChanged.PreviewProps),
  SECOND_FACTOR_FAILED: sample(secondFactorFailed, SecondFactorFailed.PreviewProps),
  CONFIRM_EMAIL_CHANGE: sample(confirmEmailChange, ConfirmEmailChange.PreviewProps),
  EMAIL_CHANGED: sample(emailChanged, EmailChanged.PreviewProps),
  ADDRESS_TAKEN: sample(addressTaken, AddressTaken.PreviewProps),
  ADDRESS_RESERVED: sample(addressTaken, { ...AddressTaken.PreviewProps, isReserved: true }),
  CONFIRM_SSO_LINK: sample(confirmSso, { ...ConfirmSso.PreviewProps, joins: true }),
  CONFIRM_SSO_SIGN_UP: sample(confirmSso, ConfirmSso.PreviewProps),
  SSO_LINKED: sample(ssoLinked, SsoLinked.PreviewProps),
  DELETION_SCHEDULED: sample(deletionScheduled, DeletionScheduled.PreviewProps),
  ACCOUNT_DELETED: sample(accountDeleted, AccountDeleted.PreviewProps),
  ACCOUNT_DELETED_BY_ADMIN: sample(accountDeleted, { ...AccountDeleted.PreviewProps, by: 'ADMIN' }),
};

const PREVIEW_PAGES = 'https://developers.acme.example';

function sample<Props extends { portal: Portal }>(email: (props: Props) => Promise<RenderedEmail>, props: Props): Sample {
  return ({ portal, pages }) => {
    const atPages = Object.entries(props).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' && value.startsWith(`${PREVIEW_PAGES}/`) ? pages + value.slice(PREVIEW_PAGES.length) : value,
    ]);
    return email({ ...props, ...Object.fromEntries(atPages), portal });
  };
}

/**
 * An email about a person who does not exist, with a link that opens nothing.
 * @param pages the URL of the pages of the portal, to which the link leads
 */
export const renderSample = (mail: Mail, portal: Portal, pages: string): Promise<RenderedEmail> =>
  SAMPLES[mail]({ portal, pages });
