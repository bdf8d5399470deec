import { InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { startUrl } from '../domain/sso/start-url.ts';
import { createSsoConnection } from '../domain/sso-connections/create-connection.ts';
import { deleteSsoConnection } from '../domain/sso-connections/delete-connection.ts';
import { findChoices } from '../domain/sso-connections/find-choices.ts';
import { backChannelLogoutUrl, postLogoutRedirectUri } from '../domain/sso-connections/links.ts';
import { findRedirectUri } from '../domain/sso-connections/redirect-uri.ts';
import { updateSsoConnection } from '../domain/sso-connections/update-connection.ts';
import type { SsoConnection as SsoConnectionRow } from '../prisma/generated/client/client.ts';
import { builder } from './builder.ts';
import { PortalSettings } from './portal-settings.ts';
import { Portal } from './portals.ts';

const RECENT_FAILURES = 20;

const SsoApproval = builder.enumType('SsoApproval', {
  description: 'Who approves the people who come in by a connection. The rejected and the revoked stay out whatever it says.',
  values: {
    TRUST: { description: 'The provider does: whoever it lets in is approved.' },
    RULES: { description: 'The portal does, as for those who sign up with a password.' },
    EXISTING_ONLY: { description: 'Nobody: only people who are registered already come in.' },
  } as const,
});

const SsoClaimNames = builder
  .objectRef<Pick<SsoConnectionRow, 'nameClaim' | 'emailClaim' | 'groupsClaim'>>('SsoClaimNames')
  .implement({
    description: 'Which claims of the provider say what about a person.',
    fields: (t) => ({
      name: t.exposeString('nameClaim', { description: 'The claim that holds the full name.' }),
      email: t.exposeString('emailClaim', { description: 'The claim that holds the mail address.' }),
      groups: t.exposeString('groupsClaim', { description: 'The claim that holds the list of groups.' }),
    }),
  });

const SsoFailure = builder.prismaObject('SsoFailure', {
  description: 'A log-in with SSO that did not succeed. Says nothing of the person.',
  fields: (t) => ({
    reference: t.exposeString('reference', { description: 'The number that the person was shown; the log has it, too.' }),
    reason: t.exposeString('reason', { description: 'The kind of failure, such as UNAVAILABLE or MISCONFIGURED.' }),
    detail: t.exposeString('detail', { description: 'The cause, for those who set the connection up.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it happened.' }),
  }),
});

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
      description: 'When a trial log-in last succeeded with what stands here; null if none did since it was changed.',
    }),
    redirectUri: t.string({
      nullable: true,
      description: 'To register at the provider as redirect address; null while the provider does not answer.',
      resolve: (connection, _, { app }) => findRedirectUri(app, connection),
    }),
    startUrl: t.string({
      description: 'Where a browser begins to log in by it.',
      select: { id: true, portal: true },
      resolve: (connection, _, { app }) => startUrl(app, connection),
    }),
    backChannelLogoutUrl: t.string({
      description: 'To register at the provider, if it knows OpenID Connect Back-Channel Logout.',
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
      query: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: RECENT_FAILURES },
      description: `The ${RECENT_FAILURES} newest log-ins that did not succeed, the newest first.`,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
  }),
});

const SsoConnectionChoice = builder
  .objectRef<{ id: string; label: string; startUrl: string }>('SsoConnectionChoice')
  .implement({
    description: 'An identity provider that people may log in by: what anyone may know of it.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'A UUID.' }),
      label: t.exposeString('label', { description: 'For a button: "Log in with <label>".' }),
      startUrl: t.exposeString('startUrl', {
        description: 'Where to send the browser; takes `returnTo`, and `challenge` of a client that has no cookies.',
      }),
    }),
  });

builder.prismaObjectField(Portal, 'ssoConnections', (t) =>
  t.field({
    type: [SsoConnectionChoice],
    description: 'The identity providers that people may log in by, by their labels.',
    args: {
      email: t.arg.string({
        description: 'Only those for the domain of this address, else those for no domain in particular. Need not be known.',
      }),
    },
    resolve: async (portal, { email }, { app }) => {
      const connections = await findChoices(app, portal.id, email);
      return connections.map(({ id, label }) => ({ id, label, startUrl: startUrl(app, { id, portal }) }));
    },
  }),
);

builder.prismaObjectField(PortalSettings, 'ssoConnections', (t) =>
  t.relation('ssoConnections', {
    type: SsoConnection,
    query: { orderBy: [{ label: 'asc' }, { id: 'asc' }] },
    description: 'The connections to identity providers, by their labels, also those that are not enabled; 50 at most.',
  }),
);

const SsoClaimNamesInput = builder.inputType('SsoClaimNamesInput', {
  description: 'Names of top-level claims, 1 to 100 characters each; what is left out stays.',
  fields: (t) => ({
    name: t.string({ description: 'The claim that holds the full name; `name` unless told.' }),
    email: t.string({ description: 'The claim that holds the mail address; `email` unless told.' }),
    groups: t.string({ description: 'The claim that holds the list of groups; `groups` unless told.' }),
  }),
});

const texts = {
  label: 'What the button says: "Log in with <label>"; 1 to 100 characters.',
  issuer: 'The provider, as its discovery document spells it, to the letter: https, on a public address.',
  clientId: 'What the provider calls this portal.',
  verifiedDomains:
    'At most 100 domains whose addresses count as verified when this provider names them and does not send `email_verified`. ' +
    'Name only those that the provider gives to nobody else.',
  emailDomains: 'At most 100 domains whose people are sent here; none means everybody who is not sent elsewhere.',
};

const CreateSsoConnectionInput = builder.inputType('CreateSsoConnectionInput', {
  description: 'The connection to make.',
  fields: (t) => ({
    portal: t.string({ required: true, description: 'The slug of the portal.' }),
    label: t.string({ required: true, description: texts.label }),
    issuer: t.string({ required: true, description: texts.issuer }),
    clientId: t.string({ required: true, description: texts.clientId }),
    clientSecret: t.string({ description: 'Kept encrypted, and never shown again; none for a public client.' }),
    scopes: t.stringList({ description: 'At most 20, `openid` among them; openid, email and profile unless told.' }),
    claims: t.field({ type: SsoClaimNamesInput, description: 'Where the provider says who somebody is.' }),
    verifiedDomains: t.stringList({ description: texts.verifiedDomains }),
    emailDomains: t.stringList({ description: texts.emailDomains }),
    approval: t.field({ type: SsoApproval, description: 'Who approves the people who come in by it; TRUST unless told.' }),
    enabled: t.boolean({ description: 'Whether people may log in by it; false unless told.' }),
  }),
});

const CreateSsoConnectionSuccess = builder.objectRef<{ connection: SsoConnectionRow }>('CreateSsoConnectionSuccess').implement({
  description: 'The connection is there.',
  fields: (t) => ({
    connection: t.field({ type: SsoConnection, description: 'As it was made.', resolve: ({ connection }) => connection }),
  }),
});

builder.mutationField('createSsoConnection', (t) =>
  t.field({
    type: CreateSsoConnectionSuccess,
    nullable: true,
    description: 'Connects a portal to an OpenID provider; try it by `testSsoConnection`, then enable it. For its OWNER.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    args: { input: t.arg({ type: CreateSsoConnectionInput, required: true, description: 'The connection to make.' }) },
    resolve: async (_, { input }, { app, admin }) => ({ connection: await createSsoConnection(app, await admin(), input) }),
  }),
);

const UpdateSsoConnectionInput = builder.inputType('UpdateSsoConnectionInput', {
  description: 'What to change; what is left out stays.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id of the connection.' }),
    label: t.string({ description: texts.label }),
    issuer: t.string({ description: texts.issuer }),
    clientId: t.string({ description: texts.clientId }),
    clientSecret: t.string({ description: 'The new one, kept encrypted and never shown again; null takes it away.' }),
    scopes: t.stringList({ description: 'At most 20, `openid` among them.' }),
    claims: t.field({ type: SsoClaimNamesInput, description: 'Where the provider says who somebody is.' }),
    verifiedDomains: t.stringList({ description: texts.verifiedDomains }),
    emailDomains: t.stringList({ description: texts.emailDomains }),
    approval: t.field({ type: SsoApproval, description: 'Who approves the people who come in by it.' }),
    enabled: t.boolean({
      description: 'Whether people may log in by it. Switched off, it lets nobody in any more; sessions that are open go on.',
    }),
  }),
});

const UpdateSsoConnectionSuccess = builder.objectRef<{ connection: SsoConnectionRow }>('UpdateSsoConnectionSuccess').implement({
  description: 'The connection is changed.',
  fields: (t) => ({
    connection: t.field({ type: SsoConnection, description: 'As it is now.', resolve: ({ connection }) => connection }),
  }),
});

builder.mutationField('updateSsoConnection', (t) =>
  t.field({
    type: UpdateSsoConnectionSuccess,
    nullable: true,
    description:
      'Changes a connection. Another issuer, client, secret, scope or claim has to be tried out anew. InvalidInput where passwords ' +
      'are off and nobody could log in any more. For an OWNER of its portal.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    args: { input: t.arg({ type: UpdateSsoConnectionInput, required: true, description: 'What to change.' }) },
    resolve: async (_, { input }, { app, admin }) => ({ connection: await updateSsoConnection(app, await admin(), input) }),
  }),
);

const DeleteSsoConnectionInput = builder.inputType('DeleteSsoConnectionInput', {
  description: 'Which connection to delete.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the connection.' }) }),
});

const DeleteSsoConnectionSuccess = builder.objectRef<{ id: string; portalId: string }>('DeleteSsoConnectionSuccess').implement({
  description: 'The connection is gone.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that it had.' }) }),
});

builder.mutationField('deleteSsoConnection', (t) =>
  t.field({
    type: DeleteSsoConnectionSuccess,
    nullable: true,
    description:
      'Deletes a connection and ends the sessions that came by it; the people stay registered. InvalidInput where passwords are off ' +
      'and nobody could log in any more. For an OWNER of its portal.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    args: { input: t.arg({ type: DeleteSsoConnectionInput, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, { app, admin }) => await deleteSsoConnection(app, await admin(), input),
  }),
);
