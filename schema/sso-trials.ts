import { NotAllowed, NotFound } from '../domain/errors.ts';
import { isId } from '../domain/ids.ts';
import { inReach } from '../domain/permissions.ts';
import type { ProviderCheck } from '../domain/providers/inspect-provider.ts';
import { type TestedConnection, testSsoConnection } from '../domain/sso-connections/test-sso-connection.ts';
import { readTrialClaims, type TrialClaims } from '../domain/sso-connections/trial-claims.ts';
import { builder } from './api/builder.ts';
import { SsoConnection } from './sso-connections.ts';

const SsoTrialClaims = builder.objectRef<TrialClaims>('SsoTrialClaims').implement({
  description: 'The facts about the person of a trial log-in, as they would be stored.',
  fields: (t) => ({
    issuer: t.exposeString('issuer', { description: 'The issuer identifier of the provider that sent the claims.' }),
    subject: t.exposeString('subject', { description: 'The id of the account at the provider. It never changes.' }),
    fullName: t.exposeString('fullName', { nullable: true, description: 'The full name. Null if the claim is missing.' }),
    email: t.exposeString('email', { nullable: true, description: 'The email address. Null if the claim is missing.' }),
    emailVerified: t.exposeBoolean('emailVerified', {
      description:
        'Whether the email address would count as verified. If not, the person must confirm it with an emailed link.',
    }),
    groups: t.exposeStringList('groups', {
      description: 'The groups. Empty if the provider has too many to list: `otherClaims` then contains `_claim_names.groups`.',
    }),
    otherClaims: t.exposeStringList('otherClaims', {
      description: 'The names of all other claims, to choose from for `claims`. Nested names are written with dots.',
    }),
  }),
});

const SsoTrial = builder.prismaObject('SsoTrial', {
  description: 'A trial log-in of an admin. It registers nobody and opens no session.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the trial, a UUID.' }),
    connection: t.relation('connection', { type: SsoConnection, description: 'The connection that is tried out.' }),
    finished: t.boolean({
      description: 'Whether the trial is finished, with or without success.',
      resolve: ({ finishedAt }) => finishedAt !== null,
    }),
    claims: t.field({
      type: SsoTrialClaims,
      nullable: true,
      description: 'The facts about the person that would be stored. Null until the trial is finished, and if it failed.',
      resolve: ({ claims }) => readTrialClaims(claims),
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The kind of the failure, such as `MISCONFIGURED`. Null if the trial did not fail.',
    }),
    detail: t.exposeString('detail', {
      nullable: true,
      description: 'The cause of the failure. Null if the trial did not fail.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'The time until which the link of the trial works.' }),
  }),
});

builder.queryField('ssoTrial', (t) =>
  t.prismaField({
    type: SsoTrial,
    nullable: true,
    description: 'The result of a trial log-in, for about 30 minutes. Null unless the admin who started it asks.',
    args: { id: t.arg.id({ required: true, description: 'The id of the trial, a UUID.' }) },
    resolve: async (query, _, { id }, context) => {
      const admin = await context.admin();
      if (!admin || !isId(id)) return null;
      return await context.app.prisma.ssoTrial.findFirst({
        ...query,
        where: { id, adminId: admin.id, connection: inReach(admin) },
      });
    },
  }),
);

const SsoCheck = builder.objectRef<ProviderCheck>('SsoCheck').implement({
  description: 'One check of an identity provider.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the check, such as `discovery` or `keys`.' }),
    ok: t.exposeBoolean('ok', { description: 'Whether the check succeeded.' }),
    message: t.exposeString('message', { description: 'One sentence about the result of the check.' }),
  }),
});

const TestSsoConnectionSuccess = builder.objectRef<TestedConnection>('TestSsoConnectionSuccess').implement({
  description: 'The results of the checks, and a link for a trial log-in.',
  fields: (t) => ({
    checks: t.field({ type: [SsoCheck], description: 'The checks that need no log-in.', resolve: ({ checks }) => checks }),
    redirectUri: t.exposeString('redirectUri', {
      nullable: true,
      description: 'The redirect URI to register at the provider. Null if the provider does not answer.',
    }),
    trialUrl: t.exposeString('trialUrl', {
      description:
        'The URL of the trial log-in. Open it in your browser, once, within 10 minutes. It shows the facts that would ' +
        'be stored, and changes nothing.',
    }),
    trial: t.field({
      type: SsoTrial,
      description: 'The prepared trial. Read its result with `ssoTrial`.',
      resolve: ({ trial }) => trial,
    }),
  }),
});

builder.mutationField('testSsoConnection', (t) =>
  t.fieldWithInput({
    type: TestSsoConnectionSuccess,
    nullable: true,
    description:
      'Checks what an identity provider announces, and prepares a trial log-in. Nothing changes for anybody. For an ' +
      'OWNER of the portal.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'The connection to test.' },
    input: { id: t.input.id({ required: true, description: 'The id of the connection. It need not be enabled.' }) },
    resolve: async (_, { input }, { app, admin }) => await testSsoConnection(app, await admin(), input),
  }),
);
