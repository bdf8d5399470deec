import type { Language } from '../texts/languages.ts';
import type { Mail, MailWording } from '../texts/templated-mails.ts';
import { textsOf } from './texts.ts';

/** What the texts of Gatehouse depend on, besides the language. */
export type Facts = {
  /** False at a portal without passwords. */
  takesPasswords: boolean;
};

type Translator = ReturnType<typeof textsOf>;

const portal = { portal: '{{portal}}' };
const strong = (text: string) => `**${text}**`;
const greeted = (text: string) => `{{greeting}}\n\n${text}`;
const noButton = { buttonLabel: null };

const TEXTS: Record<Mail, (t: Translator, facts: Facts) => MailWording> = {
  VERIFY_EMAIL: (t, { takesPasswords }) => ({
    subject: t('verification.subject', portal),
    title: t('verification.heading'),
    body: t(takesPasswords ? 'verification.askedWithPassword' : 'verification.asked', portal),
    buttonLabel: t('verification.button'),
  }),
  VERIFICATION_REMINDER: (t) => ({
    subject: t('verification.reminderSubject', portal),
    title: t('verification.reminderHeading'),
    body: t('verification.reminderAsked', portal),
    buttonLabel: t('verification.button'),
  }),
  INVITATION: (t) => ({
    subject: t('invitation.subject', portal),
    title: t('invitation.heading'),
    body: greeted(t('invitation.register', portal)),
    buttonLabel: t('invitation.button'),
  }),
  REGISTRATION_STATUS: (t) => ({
    subject: t('status.subject', { ...portal, status: '{{status}}' }),
    title: t('status.heading', { status: '{{status}}' }),
    body: t.markup('status.already', { ...portal, strong, status: '{{status}}' }),
    ...noButton,
  }),
  QUESTION: (t) => ({
    subject: t('status.questionSubject', portal),
    title: t('status.questionHeading'),
    body: greeted(t('status.question', portal)),
    buttonLabel: t('status.answerButton'),
  }),
  REGISTRATION_APPROVED: (t) => ({
    subject: t('decision.approvedSubject', portal),
    title: t('decision.approvedHeading'),
    body: greeted(t('decision.approved', portal)),
    ...noButton,
  }),
  REGISTRATION_REJECTED: (t) => ({
    subject: t('decision.rejectedSubject', portal),
    title: t('decision.rejectedHeading'),
    body: greeted(t('decision.rejected', portal)),
    ...noButton,
  }),
  ACCESS_REVOKED: (t) => ({
    subject: t('decision.revokedSubject', portal),
    title: t('decision.revokedHeading'),
    body: greeted(t('decision.revoked', portal)),
    ...noButton,
  }),
  ACCESS_REINSTATED: (t) => ({
    subject: t('decision.reinstatedSubject', portal),
    title: t('decision.reinstatedHeading'),
    body: greeted(t('decision.reinstated', portal)),
    ...noButton,
  }),
  RESET_PASSWORD: (t) => ({
    subject: t('password.resetSubject', portal),
    title: t('password.resetHeading'),
    body: t('password.asked', portal),
    buttonLabel: t('password.resetButton'),
  }),
  CREATE_PASSWORD: (t) => ({
    subject: t('password.createSubject', portal),
    title: t('password.createHeading'),
    body: t('password.asked', portal),
    buttonLabel: t('password.createButton'),
  }),
  REGISTRATION_LINK: (t) => ({
    subject: t('status.linkSubject', portal),
    title: t('status.linkHeading'),
    body: t('status.linkAsked', portal),
    buttonLabel: t('status.linkButton'),
  }),
  PASSWORD_CHANGED: (t) => ({
    subject: t('password.changedSubject', portal),
    title: t('password.changedHeading'),
    body: greeted(t('password.changed', portal)),
    ...noButton,
  }),
  NEW_DEVICE: (t) => ({
    subject: t('security.newDeviceSubject', portal),
    title: t('security.newDeviceHeading'),
    body: greeted(t('security.newDevice', portal)),
    ...noButton,
  }),
  SECOND_FACTOR_LINK: (t) => ({
    subject: t('security.factorSubject', portal),
    title: t('security.factorHeading'),
    body: greeted(t('security.factorAsked', portal)),
    buttonLabel: t('security.factorHeading'),
  }),
  SECOND_FACTOR_CHANGED: (t) => ({
    subject: t('security.changedSubject', { ...portal, heading: '{{change}}' }),
    title: '{{change}}',
    body: '{{greeting}}',
    ...noButton,
  }),
  SECOND_FACTOR_FAILED: (t) => ({
    subject: t('security.failedSubject', portal),
    title: t('security.failedHeading'),
    body: greeted(t('security.failed')),
    ...noButton,
  }),
  CONFIRM_EMAIL_CHANGE: (t) => ({
    subject: t('address.confirmSubject', portal),
    title: t('address.confirmHeading'),
    body: t('address.confirmAsked', portal),
    buttonLabel: t('address.confirmButton'),
  }),
  EMAIL_CHANGED: (t) => ({
    subject: t('address.changedSubject', portal),
    title: t('address.changedHeading'),
    body: greeted(t('address.changed', portal)),
    ...noButton,
  }),
  ADDRESS_TAKEN: (t) => ({
    subject: t('address.takenSubject', portal),
    title: t('address.takenHeading'),
    body: t('address.taken', portal),
    ...noButton,
  }),
  ADDRESS_RESERVED: (t) => ({
    subject: t('address.takenSubject', portal),
    title: t('address.takenHeading'),
    body: t('address.reserved', portal),
    ...noButton,
  }),
  CONFIRM_SSO_LINK: (t) => ({
    subject: t('sso.confirmSubject', portal),
    title: t('sso.confirmHeading'),
    body: t.markup('sso.joins', { ...portal, strong, account: '{{account}}' }),
    buttonLabel: t('sso.mine'),
  }),
  CONFIRM_SSO_SIGN_UP: (t) => ({
    subject: t('sso.confirmSubject', portal),
    title: t('sso.confirmHeading'),
    body: t.markup('sso.registers', { ...portal, strong, account: '{{account}}' }),
    buttonLabel: t('sso.mine'),
  }),
  SSO_LINKED: (t) => ({
    subject: t('sso.linkedSubject', portal),
    title: t('sso.linkedHeading'),
    body: greeted(t.markup('sso.linked', { ...portal, strong, account: '{{account}}' })),
    ...noButton,
  }),
  DELETION_SCHEDULED: (t) => ({
    subject: t('decision.scheduledSubject', portal),
    title: t('decision.scheduledHeading'),
    body: greeted(t.markup('decision.scheduled', { ...portal, strong, moment: '{{moment}}' })),
    buttonLabel: t('decision.keep'),
  }),
  ACCOUNT_DELETED: (t) => ({
    subject: t('decision.deletedSubject', portal),
    title: t('decision.deletedHeading'),
    body: deleted(t, 'decision.deletedByPerson'),
    ...noButton,
  }),
  ACCOUNT_DELETED_BY_ADMIN: (t) => ({
    subject: t('decision.deletedSubject', portal),
    title: t('decision.deletedHeading'),
    body: deleted(t, 'decision.deletedByAdmin'),
    ...noButton,
  }),
};

const deleted = (t: Translator, by: 'decision.deletedByPerson' | 'decision.deletedByAdmin'): string =>
  [t('frame.greetingNobody'), t(by, portal), t('decision.deletedData', portal)].join('\n\n');

/** The texts of an email where a portal has none of its own. */
export const productTexts = (mail: Mail, language: Language | undefined, facts: Facts): MailWording =>
  TEXTS[mail](textsOf({ language }), facts);
