import { may } from '../domain/permissions.ts';
import { findRedirectUri } from '../domain/sso-connections/redirect-uri.ts';
import { backChannelLogoutUrl, postLogoutRedirectUri } from '../domain/sso-connections/sso-links.ts';
import { startUrl } from '../domain/sso-connections/start-url.ts';
import { builder } from './api/builder.ts';
import { SsoApproval } from './api/enums.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { Installation } from './installation.ts';
import { PortalSettings } from './portal-settings.ts';
import { SsoClaimNames } from './sso-claim-names.ts';
import { SsoFailure } from './sso-failures.ts';

export const SsoConnection = builder.prismaObject('SsoConnection', {
  description:
    'A connection of a portal, or of the installation, to one OpenID provider, with the settings that only admins see.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the connection, a UUID.' }),
    label: t.exposeString('label', { description: 'The name in the button "Log in with <label>", such as `Acme ID`.' }),
    issuer: t.exposeString('issuer', {
      description:
        'The issuer identifier of the provider, exactly as in its discovery document, such as ' +
        '`https://login.example.com`.',
    }),
    clientId: t.exposeString('clientId', {
      description: 'The client id of this portal, or of the installation, at the provider.',
    }),
    hasClientSecret: t.boolean({
      description: 'Whether there is a client secret. It is stored encrypted and never shown.',
      resolve: ({ sealedClientSecret }) => sealedClientSecret !== null,
    }),
    scopes: t.exposeStringList('scopes', { description: 'The scopes that the provider is asked for.' }),
    claims: t.field({
      type: SsoClaimNames,
      description: 'The names of the claims that hold the name, the email address and the groups of a person.',
      resolve: (row) => row,
    }),
    verifiedDomains: t.exposeStringList('verifiedDomains', {
      description: 'The domains whose email addresses count as verified if this provider sends no `email_verified`.',
    }),
    emailDomains: t.exposeStringList('emailDomains', {
      description:
        'The email domains that this connection is offered to. If empty, it is offered to everyone whose domain no ' +
        'other connection has.',
    }),
    approval: t.expose('approval', {
      type: SsoApproval,
      description: 'How people who log in with this connection are approved.',
    }),
    enabled: t.exposeBoolean('enabled', { description: 'Whether people can log in with this connection.' }),
    testedAt: t.expose('testedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'The time of the last successful trial with the current settings. A changed setting resets it to null, except ' +
        'a client secret that the provider accepted.',
    }),
    redirectUri: t.string({
      nullable: true,
      description: 'Register this redirect URI at the provider. Null while the provider does not answer.',
      select: { portal: true },
      resolve: (connection, _, { app }) => findRedirectUri(app, connection),
    }),
    startUrl: t.string({
      description: 'The URL that starts a log-in with this connection.',
      select: { id: true, portal: true },
      resolve: (connection, _, { app }) => startUrl(app, connection),
    }),
    backChannelLogoutUrl: t.string({
      description:
        'Register this URL at the provider, if it supports OpenID Connect Back-Channel Logout. One URL for each client ' +
        'is enough: a log-out ends the sessions of developers and admins of all connections with this issuer and client id.',
      select: { id: true, portal: true },
      resolve: (connection, _, { app }) => backChannelLogoutUrl(app, connection),
    }),
    postLogoutRedirectUri: t.string({
      description: 'Register this URL at the provider, if it supports OpenID Connect RP-Initiated Logout.',
      select: { portal: true },
      resolve: ({ portal }, _, { app }) => postLogoutRedirectUri(app, portal),
    }),
    recentFailures: t.relation('failures', {
      type: SsoFailure,
      query: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: LONGEST_LIST },
      description:
        'Failed log-ins of the last 30 days that the connection or its provider caused, the newest first, about 50. ' +
        'Rare causes are kept longest. Other failures are only in the log.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the connection was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'The time when the connection last changed.' }),
  }),
});

builder.prismaObjectField(PortalSettings, 'ssoConnections', (t) =>
  t.relation('ssoConnections', {
    type: SsoConnection,
    query: { orderBy: [{ label: 'asc' }, { id: 'asc' }], take: LONGEST_LIST },
    description: 'All connections to identity providers, also those that are not enabled, ordered by label. At most 50.',
  }),
);

builder.prismaObjectField(Installation, 'ssoConnections', (t) =>
  t.prismaField({
    type: [SsoConnection],
    nullable: true,
    description:
      'All connections of the installation, with which admins log in, also those that are not enabled, ordered by label. At ' +
      'most 50. Null unless an admin of all portals asks.',
    resolve: async (query, _, __, { app, admin }) => {
      const me = await admin();
      if (!me || !may(me, 'read', null)) return null;
      const orderBy = [{ label: 'asc' as const }, { id: 'asc' as const }];
      return await app.prisma.ssoConnection.findMany({ ...query, where: { portalId: null }, orderBy, take: LONGEST_LIST });
    },
  }),
);
