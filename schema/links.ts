import { deviceOf } from '../domain/developers/device.ts';
import { InvalidToken, TooManyAttempts } from '../domain/errors.ts';
import { endLink } from '../domain/links/end-link.ts';
import { findLink } from '../domain/links/find-link.ts';
import type { LinkAccount, LinkForm, LinkSsoAccount, Link as MailedLink, Requester } from '../domain/links/link.ts';
import { Answer } from './answers.ts';
import { builder } from './api/builder.ts';
import { Portal } from './portals.ts';
import { SsoIdentity } from './sso-identities.ts';

const LinkKind = builder.enumType('LinkKind', {
  description: 'What a mailed link is for.',
  values: {
    VERIFY_EMAIL: { description: 'Proves the address of a registration: `verifyEmail`.' },
    RESET_PASSWORD: { description: 'Chooses another password: `resetPassword`.' },
    CONFIRM_EMAIL_CHANGE: { description: 'Gives an account another address: `confirmEmailChange`.' },
    UNDO_EMAIL_CHANGE: { description: 'Gives an account its old address back: `undoEmailChange`.' },
    CONFIRM_SSO: { description: 'Lets an account at an identity provider log in: `confirmSso`.' },
    UNLINK_SSO: { description: 'Parts from accounts at identity providers: `unlinkSsoIdentityByLink`.' },
    ADMIN_RESET_PASSWORD: { description: 'Chooses another password for an admin: `adminResetPassword`.' },
  } as const,
});

const DeadLinkReason = builder.enumType('DeadLinkReason', {
  description: 'Why a link does not work.',
  values: {
    USED: { description: 'It did what it was for.' },
    EXPIRED: { description: 'Its time is over.' },
    ENDED: {
      description: 'Something ended it: its reader, another act on the account, or somebody else who has the address by now.',
    },
    UNKNOWN: { description: 'Nothing is known of it any more, or it is not whole.' },
  } as const,
});

const LinkRequester = builder.objectRef<Requester>('LinkRequester').implement({
  description: 'The client that asked for a link.',
  fields: (t) => ({
    device: t.string({
      description:
        'Browser and system, such as `Firefox on Windows`; for others the beginning of what the client called itself.',
      resolve: ({ userAgent }) => deviceOf(userAgent),
    }),
    address: t.exposeString('address', { description: 'Its IP address.' }),
  }),
});

const LinkedForm = builder.objectRef<LinkForm>('LinkForm').implement({
  description: 'What the sign-up form said, by whoever filled it in. `verifyEmail` takes corrections of it.',
  fields: (t) => ({
    fullName: t.exposeString('fullName', { description: 'The name of the person.' }),
    answers: t.field({
      type: [Answer],
      description: 'Answers to `portal.signUpFields` that still fit them.',
      resolve: ({ answers }) => answers,
    }),
  }),
});

const LinkedSsoAccount = builder.objectRef<LinkSsoAccount>('LinkSsoAccount').implement({
  description: 'The account at an identity provider that would log in from then on.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'What the portal calls the provider.' }),
    issuer: t.exposeString('issuer', { description: 'The provider, by its issuer identifier.' }),
    subject: t.exposeString('subject', { description: 'Who it is there: the claim `sub`.' }),
    fullName: t.exposeString('fullName', { description: 'The name that it goes by there.' }),
    email: t.exposeString('email', { description: 'The address that it goes by there.' }),
    linked: t.exposeBoolean('isLinked', {
      description: 'Whether it is linked to the registration that has the address; otherwise the person is registered with it.',
    }),
  }),
});

const LinkedAccount = builder.objectRef<LinkAccount>('LinkAccount').implement({
  description: 'The account whose address would change.',
  fields: (t) => ({
    maskedEmail: t.exposeString('email', {
      description: 'The address that it has now, masked so that only its owner recognises it: `v***@corp.example`.',
    }),
  }),
});

const Link = builder.objectRef<MailedLink>('Link').implement({
  description: 'A mailed link. What it would adopt is null if it does not work, and where it is of another kind.',
  fields: (t) => ({
    kind: t.expose('kind', {
      type: LinkKind,
      nullable: true,
      description: 'What it is for; null if that is not known any more.',
    }),
    works: t.boolean({
      description: 'Whether its act would succeed now.',
      resolve: ({ deadBecause }) => deadBecause === null,
    }),
    deadBecause: t.expose('deadBecause', {
      type: DeadLinkReason,
      nullable: true,
      description: 'Why it does not work; null if it does. Of a link that was used or ended it is known for a day.',
    }),
    used: t.exposeBoolean('isUsed', {
      description:
        'Whether it did its work already. A link that proved an address or confirmed a log-in with SSO still works then, and changes nothing.',
    }),
    requestedAt: t.expose('requestedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When somebody asked for it; null where nobody did, as for a reminder.',
    }),
    requestedFrom: t.expose('requestedFrom', {
      type: LinkRequester,
      nullable: true,
      description: 'The client that asked for it: for an undo, for the change. Null where nobody did.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends, or ended; null if not known.',
    }),
    portal: t.expose('portal', { type: Portal, nullable: true, description: 'Its portal; null for links of admins.' }),
    email: t.exposeString('email', { nullable: true, description: 'The address that it is about, in its canonical form.' }),
    form: t.expose('form', {
      type: LinkedForm,
      nullable: true,
      description: 'Of VERIFY_EMAIL: the sign-up form that it registers. Null once the address is verified.',
    }),
    ssoAccount: t.expose('ssoAccount', {
      type: LinkedSsoAccount,
      nullable: true,
      description: 'Of CONFIRM_SSO: the account at the provider that it lets in.',
    }),
    account: t.expose('account', {
      type: LinkedAccount,
      nullable: true,
      description: 'Of CONFIRM_EMAIL_CHANGE and UNDO_EMAIL_CHANGE: the account that gets the address.',
    }),
    ssoIdentities: t.expose('ssoIdentities', {
      type: [SsoIdentity],
      nullable: true,
      description: 'Of UNLINK_SSO: the accounts at identity providers that log in, each to be parted from.',
    }),
  }),
});

builder.queryField('link', (t) =>
  t.field({
    type: Link,
    nullable: true,
    description:
      'What a mailed link is for, whether it still works, and what it would adopt: to show before it counts. Changes nothing and uses up ' +
      'nothing. Null for a text that cannot be the token of one.',
    args: { token: t.arg.string({ required: true, description: 'The token of the mailed link.' }) },
    resolve: (_, { token }, { app }) => findLink(app, token),
  }),
);

const EndLinkSuccess = builder.objectRef<{ ended: true }>('EndLinkSuccess').implement({
  description: 'The link does nothing from now on.',
  fields: (t) => ({
    ended: t.exposeBoolean('ended', { description: 'Always true, also for a link that was used or had ended already.' }),
  }),
});

builder.mutationField('endLink', (t) =>
  t.fieldWithInput({
    type: EndLinkSuccess,
    nullable: true,
    description:
      '"This was not me": ends a mailed link, this one alone, and forgets what its sign-up form said. What it did before stays done. ' +
      'Nobody needs to be logged in.',
    errors: { types: [InvalidToken, TooManyAttempts] },
    typeOptions: { description: 'A link that its reader did not ask for.' },
    input: { token: t.input.string({ required: true, description: 'The token of the mailed link.' }) },
    resolve: (_, { input }, { app }) => endLink(app, input),
  }),
);
