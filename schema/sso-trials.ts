import { NotAllowed, NotFound } from '../domain/errors.ts';
import { isId } from '../domain/ids.ts';
import { inReach } from '../domain/permissions.ts';
import type { ProviderCheck } from '../domain/providers/inspect-provider.ts';
import { type TestedConnection, testSsoConnection } from '../domain/sso-connections/test-connection.ts';
import { readTrialClaims, type TrialClaims } from '../domain/sso-connections/trial-claims.ts';
import { builder } from './api/builder.ts';
import { SsoConnection } from './sso-connections.ts';

const SsoTrialClaims = builder.objectRef<TrialClaims>('SsoTrialClaims').implement({
  description: 'What the provider said of who logged in for a trial, as it would be kept.',
  fields: (t) => ({
    issuer: t.exposeString('issuer', { description: 'Who said it.' }),
    subject: t.exposeString('subject', { description: 'The name of the person there, which never changes.' }),
    fullName: t.exposeString('fullName', { nullable: true, description: 'The full name; null where the claim is not there.' }),
    email: t.exposeString('email', { nullable: true, description: 'The mail address; null where the claim is not there.' }),
    emailVerified: t.exposeBoolean('emailVerified', {
      description: 'Whether the address would count as verified; if not, the person has to confirm it by a mailed link.',
    }),
    groups: t.exposeStringList('groups', {
      description: 'The groups; none, and `_claim_names.groups` among `otherClaims`, where the provider has too many to name.',
    }),
    otherClaims: t.exposeStringList('otherClaims', {
      description: 'The names of all other claims, for the mapping; of those within another, the way to it.',
    }),
  }),
});

const SsoTrial = builder.prismaObject('SsoTrial', {
  description: 'A log-in that an admin tries out; it registers nobody and opens no session.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'A UUID.' }),
    connection: t.relation('connection', { type: SsoConnection, description: 'What is tried out.' }),
    finished: t.boolean({
      description: 'Whether it has come to an end, good or bad.',
      resolve: ({ finishedAt }) => finishedAt !== null,
    }),
    claims: t.field({
      type: SsoTrialClaims,
      nullable: true,
      description: 'What would be kept of the person; null where it failed, and before it is finished.',
      resolve: ({ claims }) => readTrialClaims(claims),
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'The kind of failure; null without one.' }),
    detail: t.exposeString('detail', { nullable: true, description: 'The cause of the failure; null without one.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when its link works.' }),
  }),
});

builder.queryField('ssoTrial', (t) =>
  t.prismaField({
    type: SsoTrial,
    nullable: true,
    description: 'What came of a trial log-in, for the admin who began it, for about half an hour; null for everyone else.',
    args: { id: t.arg.id({ required: true, description: 'The id of the trial.' }) },
    resolve: async (query, _, { id }, context) => {
      // Read in any case: a query that nobody reads counts as a forgotten one, which is an error.
      const selection = { ...query };
      const admin = await context.admin();
      if (!admin || !isId(id)) return null;
      return await context.app.prisma.ssoTrial.findFirst({
        ...selection,
        where: { id, adminId: admin.id, connection: inReach(admin) },
      });
    },
  }),
);

const SsoCheck = builder.objectRef<ProviderCheck>('SsoCheck').implement({
  description: 'One thing that was looked at.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What, such as discovery or keys.' }),
    ok: t.exposeBoolean('ok', { description: 'Whether it is as it must be.' }),
    message: t.exposeString('message', { description: 'A sentence that says what was found.' }),
  }),
});

const TestSsoConnectionSuccess = builder.objectRef<TestedConnection>('TestSsoConnectionSuccess').implement({
  description: 'What can be seen without logging in, and a link that tries the log-in itself.',
  fields: (t) => ({
    checks: t.field({ type: [SsoCheck], description: 'What was looked at.', resolve: ({ checks }) => checks }),
    redirectUri: t.exposeString('redirectUri', {
      nullable: true,
      description: 'What must be registered at the provider as redirect address; null while the provider does not answer.',
    }),
    trialUrl: t.exposeString('trialUrl', {
      description:
        'Opens a trial log-in in your browser, once, within 10 minutes. It shows what would be kept of the person, and changes nothing.',
    }),
    trial: t.field({ type: SsoTrial, description: 'For `ssoTrial`: what came of it.', resolve: ({ trial }) => trial }),
  }),
});

builder.mutationField('testSsoConnection', (t) =>
  t.fieldWithInput({
    type: TestSsoConnectionSuccess,
    nullable: true,
    description:
      'Asks the provider for what it announces, and prepares a trial log-in. Changes nothing for anybody. For an OWNER of its portal.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'Which connection to test.' },
    input: { id: t.input.id({ required: true, description: 'The id of the connection; it need not be enabled.' }) },
    resolve: async (_, { input }, { app, admin }) => await testSsoConnection(app, await admin(), input),
  }),
);
