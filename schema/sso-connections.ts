import { startUrl } from '../domain/sso/start-url.ts';
import { backChannelLogoutUrl, postLogoutRedirectUri } from '../domain/sso-connections/links.ts';
import { findRedirectUri } from '../domain/sso-connections/redirect-uri.ts';
import { builder } from './api/builder.ts';
import { SsoApproval } from './api/enums.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { PortalSettings } from './portal-settings.ts';
import { SsoClaimNames } from './sso-claim-names.ts';
import { SsoFailure } from './sso-failures.ts';

export const SsoConnection = builder.prismaObject('SsoConnection', {
  description: 'How a portal logs people in through one OpenID provider, for the admins of the portal.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'A UUID.' }),
    label: t.exposeString('label', { description: 'What the button says: "Log in with <label>".' }),
    issuer: t.exposeString('issuer', { description: 'The provider, as its discovery document spells it, to the letter.' }),
    clientId: t.exposeString('clientId', { description: 'What the provider calls this portal.' }),
    hasClientSecret: t.boolean({
      description: 'Whether there is a client secret. It is kept encrypted and shown to nobody.',
      resolve: ({ sealedClientSecret }) => sealedClientSecret !== null,
    }),
    scopes: t.exposeStringList('scopes', { description: 'What the provider is asked for.' }),
    claims: t.field({ type: SsoClaimNames, description: 'Where the provider says who somebody is.', resolve: (row) => row }),
    verifiedDomains: t.exposeStringList('verifiedDomains', {
      description:
        'Domains whose addresses count as verified when this provider names them and does not send `email_verified`.',
    }),
    emailDomains: t.exposeStringList('emailDomains', {
      description: 'Domains whose people are sent here; none means everybody who is not sent elsewhere.',
    }),
    approval: t.expose('approval', { type: SsoApproval, description: 'Who approves the people who come in by it.' }),
    enabled: t.exposeBoolean('enabled', { description: 'Whether people may log in by it.' }),
    testedAt: t.expose('testedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When a trial log-in last succeeded with what stands here; null if none did since it was changed, but for a new client secret ' +
        'that the provider itself accepted.',
    }),
    redirectUri: t.string({
      nullable: true,
      description: 'To register at the provider as redirect address; null while the provider does not answer.',
      select: { portal: true },
      resolve: (connection, _, { app }) => findRedirectUri(app, connection),
    }),
    startUrl: t.string({
      description: 'Where a browser begins to log in by it.',
      select: { id: true, portal: true },
      resolve: (connection, _, { app }) => startUrl(app, connection),
    }),
    backChannelLogoutUrl: t.string({
      description:
        'To register at the provider, if it knows OpenID Connect Back-Channel Logout. It takes one for each client: what it says there ' +
        'counts at all connections, of any portal, with this issuer and client id.',
      select: { id: true, portal: true },
      resolve: (connection, _, { app }) => backChannelLogoutUrl(app, connection),
    }),
    postLogoutRedirectUri: t.string({
      description: 'To register at the provider, if it knows OpenID Connect RP-Initiated Logout.',
      select: { portal: true },
      resolve: ({ portal }, _, { app }) => postLogoutRedirectUri(app, portal),
    }),
    recentFailures: t.relation('failures', {
      type: SsoFailure,
      query: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: LONGEST_LIST },
      description:
        'Log-ins of the last 30 days that did not succeed and that the connection or its provider had a part in: UNAVAILABLE, MISCONFIGURED, ' +
        'REFUSED, INVALID_ANSWER, NO_ADDRESS or NOT_REGISTERED; others stand in the log alone. The newest first. About 50 are kept: the oldest of the most common `detail` go ' +
        'first, so that what happened once can still be seen after many of another kind.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
  }),
});

builder.prismaObjectField(PortalSettings, 'ssoConnections', (t) =>
  t.relation('ssoConnections', {
    type: SsoConnection,
    query: { orderBy: [{ label: 'asc' }, { id: 'asc' }], take: LONGEST_LIST },
    description: 'The connections to identity providers, by their labels, also those that are not enabled; 50 at most.',
  }),
);
