import { InvalidToken, TooManyAttempts } from '../domain/errors.ts';
import { endLink } from '../domain/links/end-link.ts';
import { findLink } from '../domain/links/find-link.ts';
import type { Link as MailedLink } from '../domain/links/link.ts';
import { builder } from './api/builder.ts';
import {
  LinkedAccount,
  LinkedForm,
  LinkedInvitation,
  LinkedQuestion,
  LinkedSsoAccount,
  LinkRequester,
} from './link-contents.ts';
import { LinkedRequest } from './link-requests.ts';
import { Portal } from './portals.ts';
import { SsoIdentity } from './sso-identities.ts';

const LinkKind = builder.enumType('LinkKind', {
  description: 'What an emailed link does.',
  values: {
    VERIFY_EMAIL: { description: 'Verifies the email address of a registration, with `verifyEmail`.' },
    RESET_PASSWORD: { description: 'Sets a new password, with `resetPassword`.' },
    CONFIRM_EMAIL_CHANGE: { description: 'Changes the email address of an account, with `confirmEmailChange`.' },
    UNDO_EMAIL_CHANGE: { description: 'Gives an account its old email address back, with `undoEmailChange`.' },
    CONFIRM_SSO: { description: 'Links an account at an identity provider, with `confirmSso`.' },
    UNLINK_SSO: { description: 'Unlinks accounts at identity providers, with `unlinkSsoIdentityByLink`.' },
    ADMIN_RESET_PASSWORD: { description: 'Sets a new password of an admin, with `adminResetPassword`.' },
    ACCEPT_INVITATION: { description: 'Registers a person who is invited to a portal, with `acceptInvitation`.' },
    SIGN_UP: { description: 'Opens the sign-up form for people who are invited, with `invite` of `signUp`.' },
    ADMIN_INVITATION: { description: 'Makes the reader an admin, with `acceptAdminInvitation`.' },
    ANSWER_QUESTION: { description: 'Answers a question of an admin, with `answerQuestion`.' },
    OPEN_REGISTRATION: { description: 'Shows the registration of a person who is not approved, with `openRegistration`.' },
    ADMIN_SECOND_FACTOR: {
      description: 'Sets up the first second factor of an admin, with `adminStartTotp` or `adminStartPasskey`.',
    },
    SECOND_FACTOR: { description: 'Sets up the first second factor of a developer, with `startTotp` or `startPasskey`.' },
    ADMIN_LINK_SSO: {
      description: 'Links an account at the provider of the company to an admin, with `adminConfirmSso`.',
    },
    KEEP_ACCOUNT: { description: 'Keeps an account that is going to be deleted, with `keepAccountByLink`.' },
    ADMIN_DECIDE: { description: 'Approves or rejects one request, with `decideFromMail`.' },
  } as const,
});

const DeadLinkReason = builder.enumType('DeadLinkReason', {
  description: 'The reason why a link does not work.',
  values: {
    USED: { description: 'The link was used.' },
    EXPIRED: { description: 'The link is too old.' },
    ENDED: {
      description:
        'Something ended the link: the reader, another change of the account, another person who has the email address ' +
        'now, or a decision.',
    },
    UNKNOWN: { description: 'Nothing is known about the link any more, or its token is incomplete.' },
  } as const,
});

const Link = builder.objectRef<MailedLink>('Link').implement({
  description:
    'An emailed link and what it does. `form`, `ssoAccount`, `account`, `ssoIdentities`, `invitation` and `question` are ' +
    'null if the link does not work, and for links of other kinds.',
  fields: (t) => ({
    kind: t.expose('kind', {
      type: LinkKind,
      nullable: true,
      description: 'What the link does. Null if it is not known any more.',
    }),
    works: t.boolean({
      description: 'Whether the mutation of this link would succeed now.',
      resolve: ({ deadBecause }) => deadBecause === null,
    }),
    deadBecause: t.expose('deadBecause', {
      type: DeadLinkReason,
      nullable: true,
      description:
        'Why the link does not work. Null if it works. USED and ENDED are known for one day; after that the reason is ' +
        'UNKNOWN.',
    }),
    used: t.exposeBoolean('isUsed', {
      description:
        'Whether the link was used. A used link that verifies an email address or confirms SSO still works, and ' +
        'changes nothing.',
    }),
    requestedAt: t.expose('requestedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time when a person asked for the link. Null if nobody did, as for a reminder.',
    }),
    requestedFrom: t.expose('requestedFrom', {
      type: LinkRequester,
      nullable: true,
      description:
        'The device that asked for the link. For UNDO_EMAIL_CHANGE, the device that asked for the change. For KEEP_ACCOUNT, the ' +
        'device that asked for the deletion. Null if nobody asked.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time when the link ends or ended. Null if it is not known.',
    }),
    portal: t.expose('portal', {
      type: Portal,
      nullable: true,
      description: 'The portal of the link. Null for links of admins, except ADMIN_DECIDE.',
    }),
    email: t.exposeString('email', {
      nullable: true,
      description:
        'The email address that the link is about, in canonical form. Null if it is not known any more, for KEEP_ACCOUNT, and for ' +
        'a link that invites many people.',
    }),
    form: t.expose('form', {
      type: LinkedForm,
      nullable: true,
      description:
        'For VERIFY_EMAIL: the sign-up form that the link registers. Null after the email address is verified. For ' +
        'ACCEPT_INVITATION and SIGN_UP: what an admin filled in for the person, if anything.',
    }),
    ssoAccount: t.expose('ssoAccount', {
      type: LinkedSsoAccount,
      nullable: true,
      description: 'For CONFIRM_SSO and ADMIN_LINK_SSO: the account at the identity provider that is going to be linked.',
    }),
    account: t.expose('account', {
      type: LinkedAccount,
      nullable: true,
      description:
        'For CONFIRM_EMAIL_CHANGE and UNDO_EMAIL_CHANGE: the account whose email address changes. For KEEP_ACCOUNT: the account ' +
        'that is going to be deleted at `expiresAt`.',
    }),
    ssoIdentities: t.expose('ssoIdentities', {
      type: [SsoIdentity],
      nullable: true,
      description: 'For UNLINK_SSO: the linked accounts at identity providers. The link can unlink each of them.',
    }),
    invitation: t.expose('invitation', {
      type: LinkedInvitation,
      nullable: true,
      description: 'For ADMIN_INVITATION: who invited, and the roles that the invitation gives.',
    }),
    question: t.expose('question', {
      type: LinkedQuestion,
      nullable: true,
      description: 'For ANSWER_QUESTION: the question, and the fields that the person can edit.',
    }),
    request: t.expose('request', {
      type: LinkedRequest,
      nullable: true,
      description: 'For ADMIN_DECIDE: the request to decide, or the decision if somebody has decided.',
    }),
  }),
});

builder.queryField('link', (t) =>
  t.field({
    type: Link,
    nullable: true,
    description:
      'What an emailed link does and whether it still works, to show before the person confirms. This changes ' +
      'nothing and does not use the link up. Null if the text cannot be a token.',
    args: { token: t.arg.string({ required: true, description: 'The token of the emailed link.' }) },
    resolve: (_, { token }, { app, admin }) => findLink(app, token, admin),
  }),
);

const EndLinkSuccess = builder.objectRef<{ ended: true }>('EndLinkSuccess').implement({
  description: 'The link does not work any more.',
  fields: (t) => ({
    ended: t.exposeBoolean('ended', { description: 'Always true, also if the link was used or had ended before.' }),
  }),
});

builder.mutationField('endLink', (t) =>
  t.fieldWithInput({
    type: EndLinkSuccess,
    nullable: true,
    description:
      'Ends one emailed link, for a reader who did not ask for it. The sign-up form of the link is deleted. Changes ' +
      'that the link made before stay. Nobody needs to be logged in. InvalidToken if the token cannot belong to a ' +
      'link.',
    errors: { types: [InvalidToken, TooManyAttempts] },
    typeOptions: { description: 'The link that its reader did not ask for.' },
    input: { token: t.input.string({ required: true, description: 'The token of the emailed link.' }) },
    resolve: (_, { input }, { app }) => endLink(app, input),
  }),
);
