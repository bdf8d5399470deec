import { InvalidCredentials, InvalidInput, InvalidToken, NotAllowed, NotFound, TooManyAttempts } from '../domain/errors.ts';
import { removeSsoIdentity } from '../domain/sso/remove-identity.ts';
import { startSsoLink } from '../domain/sso/start-sso-link.ts';
import { type Unlinked, unlinkSsoIdentityByLink } from '../domain/sso/unlink-by-link.ts';
import { unlinkSsoIdentity } from '../domain/sso/unlink-identity.ts';
import { builder } from './api/builder.ts';
import { OWN_PASSWORD } from './api/own-password.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { Developer } from './developers.ts';
import { Portal } from './portals.ts';

export const SsoIdentity = builder.prismaObject('SsoIdentity', {
  description: 'An account at an identity provider that logs in to a registration.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'A UUID, for `unlinkSsoIdentity` and `removeSsoIdentity`.' }),
    issuer: t.exposeString('issuer', { description: 'The provider, by its issuer identifier.' }),
    subject: t.exposeString('subject', { description: 'Who it is there: the claim `sub`.' }),
    email: t.exposeString('email', { nullable: true, description: 'The address that the provider last named; null without.' }),
    groups: t.exposeStringList('groups', {
      description:
        'The groups that the provider named at the last log-in, none where it named none. Where it said only that there are too many to name, ' +
        'those of before.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was linked, or registered by.' }),
    lastLogInAt: t.expose('lastLogInAt', { type: 'DateTime', description: 'When the person last came in by it.' }),
  }),
});

builder.prismaObjectField(Developer, 'ssoIdentities', (t) =>
  t.relation('ssoIdentities', {
    type: SsoIdentity,
    description:
      'The accounts at identity providers that log in to this registration, the first one first; the last 100 at most.',
    query: { orderBy: { id: 'asc' }, take: -LONGEST_LIST },
  }),
);

const StartSsoLinkSuccess = builder.objectRef<{ url: string }>('StartSsoLinkSuccess').implement({
  description: 'The account here is proved; the one at the provider comes next.',
  fields: (t) => ({
    url: t.exposeString('url', {
      description:
        'Where to send the browser. Works once, for 10 minutes, in a browser that holds the session as a cookie; it comes back to the ' +
        'account page.',
    }),
  }),
});

builder.mutationField('startSsoLink', (t) =>
  t.fieldWithInput({
    type: StartSsoLinkSuccess,
    nullable: true,
    description:
      'Begins to link an account at an identity provider to the developer who is logged in, by a cookie: NotAllowed for a bearer ' +
      'token, which a browser cannot take along to the provider. A notice goes to the address.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'Which provider to link an account at.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      connection: t.input.id({ required: true, description: 'The id of one of `portal.ssoConnections`.' }),
      password: t.input.string({ description: OWN_PASSWORD }),
    },
    resolve: async (_, { input }, { app, client, developer }) =>
      await startSsoLink(app, await developer(input.portal), input, client),
  }),
);

const UnlinkSsoIdentitySuccess = builder.objectRef<{ id: string }>('UnlinkSsoIdentitySuccess').implement({
  description: 'The account at the provider logs in here no more, and its sessions have ended.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id as it was given.' }) }),
});

builder.mutationField('unlinkSsoIdentity', (t) =>
  t.fieldWithInput({
    type: UnlinkSsoIdentitySuccess,
    nullable: true,
    description:
      'Parts an account at an identity provider from the developer who is logged in. The last way in cannot be parted from.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'Which account at a provider to part from.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      id: t.input.id({ required: true, description: 'The id of one of `me.ssoIdentities`.' }),
      password: t.input.string({ description: OWN_PASSWORD }),
    },
    resolve: async (_, { input }, { app, client, developer }) =>
      await unlinkSsoIdentity(app, await developer(input.portal), input, client),
  }),
);

const UnlinkSsoIdentityByLinkSuccess = builder.objectRef<Unlinked>('UnlinkSsoIdentityByLinkSuccess').implement({
  description: 'The account at the provider logs in here no more, and its sessions have ended.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id as it was given.' }),
    portal: t.expose('portal', { type: Portal, description: 'The portal of the account.' }),
    ssoIdentities: t.field({
      type: [SsoIdentity],
      description: 'The accounts at identity providers that still log in, each to be parted from by the same token.',
      resolve: ({ ssoIdentities }) => ssoIdentities,
    }),
  }),
});

builder.mutationField('unlinkSsoIdentityByLink', (t) =>
  t.fieldWithInput({
    type: UnlinkSsoIdentityByLinkSuccess,
    nullable: true,
    description:
      'Parts an account at an identity provider from its developer by a mailed link: for people who have their account back, and find ' +
      'that somebody linked an account of their own. Nobody needs to be logged in, and the last way in can be parted from, too.',
    errors: { types: [InvalidToken, NotFound, TooManyAttempts] },
    typeOptions: { description: 'Which account at a provider to part from, without a log-in.' },
    input: {
      token: t.input.string({
        required: true,
        description:
          'The `unlinkToken` of `resetPassword`, or the token of the link in the mail about a changed password; valid for 72 hours.',
      }),
      id: t.input.id({ required: true, description: 'The id of one of `resetPassword.ssoIdentities`.' }),
    },
    resolve: (_, { input }, { app }) => unlinkSsoIdentityByLink(app, input),
  }),
);

const RemoveSsoIdentitySuccess = builder.objectRef<{ id: string; developerId: string }>('RemoveSsoIdentitySuccess').implement({
  description: 'The account at the provider logs in here no more, and its sessions have ended.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id as it was given.' }),
    developerId: t.exposeID('developerId', { description: 'The id of the developer whom it logged in.' }),
  }),
});

builder.mutationField('removeSsoIdentity', (t) =>
  t.fieldWithInput({
    type: RemoveSsoIdentitySuccess,
    nullable: true,
    description:
      'Parts an account at an identity provider from a developer who has another one there by now. The new one is joined by the mail that ' +
      'the next log-in with it sends. For an admin who may decide about the registration.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'Which account at a provider to part from the registration that it logs in to.' },
    input: { id: t.input.id({ required: true, description: 'The id of one of `ssoIdentities` of a developer.' }) },
    resolve: async (_, { input }, { app, admin }) => await removeSsoIdentity(app, await admin(), input),
  }),
);
