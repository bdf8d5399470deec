import type { Mail } from '../../texts/templated-mails.ts';
import { builder } from './builder.ts';

const VALUES: Record<Mail, { description: string }> = {
  VERIFY_EMAIL: { description: 'After a sign-up: the link that verifies the email address.' },
  VERIFICATION_REMINDER: { description: 'The one reminder to verify the email address.' },
  INVITATION: { description: 'An admin invites a person.' },
  REGISTRATION_STATUS: { description: 'The answer to a sign-up with an email address that is registered already.' },
  QUESTION: { description: 'An admin has a question before the decision.' },
  REGISTRATION_APPROVED: { description: 'The registration is approved.' },
  REGISTRATION_REJECTED: { description: 'The registration was rejected.' },
  ACCESS_REVOKED: { description: 'The access was revoked.' },
  ACCESS_REINSTATED: { description: 'The registration is approved after it was rejected or revoked.' },
  RESET_PASSWORD: { description: 'The link with which a person who has a password chooses a new one.' },
  CREATE_PASSWORD: { description: 'The link with which a person who has no password chooses one.' },
  REGISTRATION_LINK: { description: 'The link to the own registration of a person who is not approved.' },
  PASSWORD_CHANGED: { description: 'The password was changed.' },
  NEW_DEVICE: { description: 'Somebody logged in from a device that is not known.' },
  SECOND_FACTOR_LINK: { description: 'The link to set up a second factor.' },
  SECOND_FACTOR_CHANGED: { description: 'A second factor was set up, removed, used or reset.' },
  SECOND_FACTOR_FAILED: { description: 'Somebody with the right password failed the second factor.' },
  CONFIRM_EMAIL_CHANGE: { description: 'The link that confirms a new email address.' },
  EMAIL_CHANGED: { description: 'To the old email address: it was changed, with the link that undoes it.' },
  ADDRESS_TAKEN: { description: 'Somebody wants to use this email address for another account.' },
  ADDRESS_RESERVED: {
    description: 'Somebody entered an email address that is reserved, because its account can still get it back.',
  },
  CONFIRM_SSO_LINK: { description: 'The link that links an account at an identity provider to the account here.' },
  CONFIRM_SSO_SIGN_UP: { description: 'The link that registers a person with an account at an identity provider.' },
  SSO_LINKED: { description: 'An account at an identity provider was linked.' },
  DELETION_SCHEDULED: {
    description: 'Somebody who was logged in deleted the account: when that happens, and the link that keeps it.',
  },
  ACCOUNT_DELETED: { description: 'Somebody who was logged in deleted the account.' },
  ACCOUNT_DELETED_BY_ADMIN: { description: 'An admin deleted the account.' },
};

export const MailKind = builder.enumType('MailKind', { description: 'An email to the people of a portal.', values: VALUES });
