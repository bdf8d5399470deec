import { InvalidCredentials, InvalidInput, InvalidToken, NotAllowed, NotFound, TooManyAttempts } from '../domain/errors.ts';
import { removeSsoIdentity } from '../domain/sso/remove-sso-identity.ts';
import { startSsoLink } from '../domain/sso/start-sso-link.ts';
import { unlinkSsoIdentity } from '../domain/sso/unlink-sso-identity.ts';
import { type Unlinked, unlinkSsoIdentityByLink } from '../domain/sso/unlink-sso-identity-by-link.ts';
import { builder } from './api/builder.ts';
import { OWN_PASSWORD } from './api/own-password.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { Developer } from './developers.ts';
import { Portal } from './portals.ts';

export const SsoIdentity = builder.prismaObject('SsoIdentity', {
  description: 'An account at an identity provider that is linked to a developer.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the linked account, a UUID.' }),
    issuer: t.exposeString('issuer', {
      description: 'The issuer identifier of the provider, such as `https://login.example.com`.',
    }),
    label: t.string({
      nullable: true,
      description:
        'The name of the provider at this portal, such as `Acme ID`. Null if the portal has no connection with this ' +
        '`issuer` any more.',
      select: {
        portal: {
          select: {
            ssoConnections: { select: { issuer: true, label: true }, orderBy: [{ enabled: 'desc' }, { id: 'asc' }] },
          },
        },
        issuer: true,
      },
      resolve: ({ issuer, portal }) => portal.ssoConnections.find((connection) => connection.issuer === issuer)?.label ?? null,
    }),
    subject: t.exposeString('subject', { description: 'The id of the account at the provider, from the claim `sub`.' }),
    email: t.exposeString('email', {
      nullable: true,
      description: 'The email address that the provider last sent. Null if it sent none.',
    }),
    groups: t.exposeStringList('groups', {
      description:
        'The groups that the provider sent at the last log-in. If it reported too many to list, the previous ones are ' +
        'kept.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the account was linked.' }),
    lastLogInAt: t.expose('lastLogInAt', { type: 'DateTime', description: 'The time of the last log-in with this account.' }),
  }),
});

builder.prismaObjectField(Developer, 'ssoIdentities', (t) =>
  t.relation('ssoIdentities', {
    type: SsoIdentity,
    description: 'The linked accounts at identity providers, the oldest first. Only the last 100.',
    query: { orderBy: { id: 'asc' }, take: -LONGEST_LIST },
  }),
);

const StartSsoLinkSuccess = builder.objectRef<{ url: string }>('StartSsoLinkSuccess').implement({
  description: 'The developer is proved. The log-in at the identity provider comes next.',
  fields: (t) => ({
    url: t.exposeString('url', {
      description:
        'The URL that starts the log-in at the provider. Send the browser there. It works once, within 10 minutes, in ' +
        'the browser that holds the session cookie, and ends at the account page.',
    }),
  }),
});

builder.mutationField('startSsoLink', (t) =>
  t.fieldWithInput({
    type: StartSsoLinkSuccess,
    nullable: true,
    description:
      'Starts to link an account at an identity provider to the developer who is logged in, who gets an email about ' +
      'it. NotAllowed for a session that a bearer token holds: the browser cannot take it to the provider. NotFound ' +
      'if there is no such connection.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The identity provider whose account a developer links.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      connection: t.input.id({ required: true, description: 'The id of the connection, from `portal.ssoConnections`.' }),
      password: t.input.string({ description: OWN_PASSWORD }),
    },
    resolve: async (_, { input }, { app, client, developer }) =>
      await startSsoLink(app, await developer(input.portal), input, client),
  }),
);

const UnlinkSsoIdentitySuccess = builder.objectRef<{ id: string }>('UnlinkSsoIdentitySuccess').implement({
  description:
    'The account at the identity provider is unlinked by the developer, and the sessions that were opened with it ' +
    'have ended.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id of the unlinked account.' }) }),
});

builder.mutationField('unlinkSsoIdentity', (t) =>
  t.fieldWithInput({
    type: UnlinkSsoIdentitySuccess,
    nullable: true,
    description:
      'Unlinks an account at an identity provider from the developer who is logged in. NotAllowed if the developer ' +
      'could not log in any more.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The account at an identity provider that a developer unlinks.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      id: t.input.id({ required: true, description: 'The id of the account, from `me.ssoIdentities`.' }),
      password: t.input.string({ description: OWN_PASSWORD }),
    },
    resolve: async (_, { input }, { app, client, developer }) =>
      await unlinkSsoIdentity(app, await developer(input.portal), input, client),
  }),
);

const UnlinkSsoIdentityByLinkSuccess = builder.objectRef<Unlinked>('UnlinkSsoIdentityByLinkSuccess').implement({
  description:
    'The account at the identity provider is unlinked with the token, and the sessions that were opened with it ' +
    'have ended.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the unlinked account.' }),
    portal: t.expose('portal', { type: Portal, description: 'The portal of the developer.' }),
    ssoIdentities: t.field({
      type: [SsoIdentity],
      description: 'The accounts that are still linked. The same token can unlink each of them.',
      resolve: ({ ssoIdentities }) => ssoIdentities,
    }),
  }),
});

builder.mutationField('unlinkSsoIdentityByLink', (t) =>
  t.fieldWithInput({
    type: UnlinkSsoIdentityByLinkSuccess,
    nullable: true,
    description:
      'Unlinks an account at an identity provider with an emailed token, if a stranger linked it. Nobody needs to be ' +
      'logged in. Unlike `unlinkSsoIdentity`, it can also remove the last way to log in.',
    errors: { types: [InvalidToken, NotFound, TooManyAttempts] },
    typeOptions: { description: 'The account at an identity provider that is unlinked with an emailed token.' },
    input: {
      token: t.input.string({
        required: true,
        description:
          'The `unlinkToken` of `resetPassword`, or the token from the email about a changed password. It is valid for ' +
          '72 hours.',
      }),
      id: t.input.id({ required: true, description: 'The id of the account, from `resetPassword.ssoIdentities`.' }),
    },
    resolve: (_, { input }, { app }) => unlinkSsoIdentityByLink(app, input),
  }),
);

const RemoveSsoIdentitySuccess = builder.objectRef<{ id: string; developerId: string }>('RemoveSsoIdentitySuccess').implement({
  description: 'The account at the identity provider is unlinked, and the sessions that were opened with it have ended.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the unlinked account.' }),
    developerId: t.exposeID('developerId', { description: 'The id of the developer that the account was linked to.' }),
  }),
});

builder.mutationField('removeSsoIdentity', (t) =>
  t.fieldWithInput({
    type: RemoveSsoIdentitySuccess,
    nullable: true,
    description:
      'Unlinks an identity-provider account that a developer no longer uses. At the next log-in with the new ' +
      'account, the person gets an email with a link that links it. For an OWNER or APPROVER of the portal.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'The account at an identity provider that an admin unlinks.' },
    input: { id: t.input.id({ required: true, description: 'The id of the account, from `developer.ssoIdentities`.' }) },
    resolve: async (_, { input }, { app, caller }) => await removeSsoIdentity(app, await caller(), input),
  }),
);
