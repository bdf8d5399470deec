import { isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { numberEvents } from '../../domain/events/number-events.ts';
import { schema } from '../../schema/index.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { apiToken, expire, revokeApiToken, works } from '../kit/api-tokens.ts';
import { connected, testConnection } from '../kit/connections.ts';
import type { RequestOptions } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { everyOperation, type Operation } from '../kit/operations.ts';
import { approvedPerson, bearer, verifiedPerson } from '../kit/people.ts';

/** What anyone may ask for, and what a developer may ask about itself. Every other field of the schema is for admins. */
const FOR_EVERYONE = [
  'botChallenge',
  'brandTheme',
  'portal',
  'link',
  'registration',
  'requestRegistrationLink',
  'openRegistration',
  'correctRegistration',
  'withdrawRegistration',
  'endLink',
  'keepAccountByLink',
  'signUp',
  'resendVerification',
  'verifyEmail',
  'verifyEmailCode',
  'acceptInvitation',
  'setPassword',
  'logIn',
  'confirmSecondFactor',
  'startTotp',
  'addTotp',
  'startPasskey',
  'addPasskey',
  'logInWithSso',
  'startPasskeyLogIn',
  'logInWithPasskey',
  'requestPasswordReset',
  'resetPassword',
  'confirmEmailChange',
  'confirmSso',
  'undoEmailChange',
  'unlinkSsoIdentityByLink',
  'adminConfirmSso',
  'adminLogIn',
  'adminStartPasskeyLogIn',
  'adminLogInWithPasskey',
  'adminConfirmSecondFactor',
  'adminStartTotp',
  'adminAddTotp',
  'adminLogInMethods',
  'adminStartPasskey',
  'adminAddPasskey',
  'adminPasswordPolicy',
  'adminRequestPasswordReset',
  'adminResetPassword',
  'acceptAdminInvitation',
  'answerQuestion',
  'decideFromMail',
];
const FOR_WHO_IS_LOGGED_IN = [
  'me',
  'logOut',
  'changePassword',
  'requestSecondFactor',
  'startConfirm',
  'removeSecondFactor',
  'renewRecoveryCodes',
  'exportMyData',
  'updateProfile',
  'acceptTerms',
  'requestEmailChange',
  'revokeSession',
  'revokeOtherSessions',
  'deleteAccount',
  'keepAccount',
  'startSsoLink',
  'unlinkSsoIdentity',
  'admin',
  'adminLogOut',
];

/** What needs an admin with a session: the own account, admins, tokens, the installation, and what a person looks at in a browser. */
const isForPeople = (name: string) =>
  /^admin[A-Z]/.test(name) ||
  [
    'admins',
    'inviteAdmin',
    'revokeAdminInvitation',
    'updateAdmin',
    'removeAdmin',
    'resetAdminSecondFactor',
    'resetSecondFactor',
    'apiTokens',
    'createApiToken',
    'revokeApiToken',
    'updateInstallation',
    'claimRequests',
    'releaseRequests',
    'testSsoConnection',
    'sendTestMail',
  ].includes(name);

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const everywhere = await apiToken(gatehouse, admin);
const service = await apiToken(gatehouse, admin, { service: true });
const viewer = await apiToken(gatehouse, admin, { roles: [{ role: 'VIEWER' }] });
const expired = await apiToken(gatehouse, admin);
await expire(gatehouse, expired.id);
const revoked = await apiToken(gatehouse, admin);
await succeed(revokeApiToken(gatehouse, revoked.id, admin));
const { id } = await verifiedPerson(gatehouse, 'pending@realm.test');
const developer = await approvedPerson(gatehouse, 'approved@realm.test', admin);
const session = await bearer(gatehouse, developer.email);
await gatehouse.drain();
// The first run numbers the events, the second writes their checkpoint.
await numberEvents(gatehouse.app);
await numberEvents(gatehouse.app);

// What an id names is a developer, a linked account, a connection and a trial, so that each operation would find something to act on.
const connectionId = await connected(gatehouse, { enabled: true, clientSecret: 'a client secret' }, admin);
const { trial } = await succeed(testConnection(gatehouse, connectionId, admin));
await gatehouse.sql('UPDATE sso_trials SET id = $1 WHERE id = $2', [id, trial?.id]);
await gatehouse.sql('UPDATE sso_connections SET id = $1 WHERE id = $2', [id, connectionId]);
await gatehouse.sql(
  `INSERT INTO sso_identities (id, portal_id, issuer, subject, developer_id)
   SELECT id, portal_id, 'https://login.test', 'sub', id FROM developers WHERE id = $1`,
  [id],
);

await gatehouse.sql(
  `INSERT INTO bulk_decisions (id, portal_id, admin_id, act, total) SELECT id, portal_id, id, 'approve', 1 FROM developers WHERE id = $1`,
  [id],
);

const operations = everyOperation(id).filter(({ name }) => ![...FOR_EVERYONE, ...FOR_WHO_IS_LOGGED_IN].includes(name));

const tables = [
  'portals',
  'developers',
  'tokens',
  'sessions',
  'accepted_terms',
  'decisions',
  'admins',
  'admin_roles',
  'admin_tokens',
  'admin_sessions',
  'api_tokens',
  'api_token_roles',
  'jobs',
  'sso_connections',
  'sso_identities',
  'admin_sso_identities',
  'sso_trials',
  'invitations',
  'bulk_decisions',
  'approval_rules_versions',
  'reason_templates',
  'idempotency_keys',
];
const everything = async () =>
  JSON.stringify(await Promise.all(tables.map((table) => gatehouse.sql(`SELECT t::text FROM ${table} t ORDER BY 1`))));

/** What the answer says, whoever asks. */
async function refusal(operation: Operation, options: RequestOptions): Promise<string> {
  const { data, errors } = await gatehouse.graphql<{ result: { __typename: string } | null }>(
    operation.document,
    operation.variables,
    options,
  );
  const told = errors.map(({ message, extensions }) => `${extensions?.code}: ${message}`);
  return JSON.stringify([data?.result, ...new Set(told)]);
}

test('the schema has operations for admins', () => {
  expect(operations.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'developer',
      'developers',
      'portals',
      'jobs',
      'createPortal',
      'approveDevelopers',
      'retryJobs',
      'createSsoConnection',
      'ssoTrial',
    ]),
  );
});

test.each(operations.map((operation) => [operation.name, operation] as const))(
  'R28: %s is refused without a session, to a developer, and to an admin in the wrong place, the same way',
  async (_, operation) => {
    const before = await everything();
    const mails = gatehouse.inbox.mails.length;
    const strangers: RequestOptions[] = [
      {},
      { token: session },
      { cookie: `gatehouse-demo=${session}` },
      { cookie: `gatehouse-demo=${admin}` },
      { cookie: `gatehouse_admin=${session}` },
      { cookie: `__Host-gatehouse_admin=${admin}` },
      { token: 'A'.repeat(43) },
      { token: expired.token },
      { token: revoked.token },
      { token: everywhere.token.replace(/.{6}$/, '000000') },
      { cookie: `gatehouse_admin=${everywhere.token}` },
      { cookie: `gatehouse_admin=${admin}`, headers: { origin: 'https://evil.test' } },
    ];
    const refusals = await Promise.all(strangers.map((options) => refusal(operation, options)));
    expect(new Set(refusals).size).toBe(1);
    expect([
      JSON.stringify([{ __typename: 'NotAllowed' }]),
      JSON.stringify([null, 'NOT_ALLOWED: You are not logged in, or you are not allowed to do this.']),
      // One object out of reach is null.
      JSON.stringify([null]),
    ]).toContain(refusals[0]);
    await gatehouse.drain();
    expect(await everything()).toBe(before);
    expect(gatehouse.inbox.mails).toHaveLength(mails);
  },
);

const lists = operations.filter(({ document }) => document.includes('totalCount'));

test.each(lists.map((list) => [list.name, list] as const))(
  'R28: %s is refused whatever of it is asked for',
  async (_, list) => {
    const parts = ['__typename', 'a: __typename b: __typename', 'totalCount', 'pageInfo { hasNextPage }', 'edges { cursor }'];
    for (const part of [...parts, '... { __typename }']) {
      const document = list.document.replace(/\{ totalCount .* \}/, `{ ${part} } }`);
      for (const options of [{}, { token: session }]) {
        const { data, errors } = await gatehouse.graphql<{ result: unknown }>(document, list.variables, options);
        expect([part, data?.result, errors[0]?.extensions?.code]).toEqual([part, null, 'NOT_ALLOWED']);
      }
      const { errors } = await gatehouse.graphql(document, list.variables, { token: admin });
      expect([part, errors[0]?.extensions?.code]).not.toEqual([part, 'NOT_ALLOWED']);
    }
  },
);

test('R28: an API token of a VIEWER changes nothing', async () => {
  await gatehouse.drain();
  // The first use is stored.
  expect(await works(gatehouse, viewer.token)).toBe(true);
  const before = await everything();
  for (const operation of operations) await refusal(operation, { token: viewer.token });
  await gatehouse.drain();
  expect(await everything()).toBe(before);
});

test('permissions without a list refuse no OWNER', async () => {
  for (const operation of operations) {
    expect([operation.name, await refusal(operation, { token: admin })]).not.toEqual([
      operation.name,
      expect.stringMatching(/NotAllowed|NOT_ALLOWED|^\[null\]$/),
    ]);
  }
});

const isRefused = (answer: string): boolean => /NotAllowed|NOT_ALLOWED/.test(answer);

test('R28, R91: an API token does what its roles allow, but nothing that needs an admin', async () => {
  for (const { token } of [everywhere, service]) {
    const refused: string[] = [];
    for (const operation of operations) if (isRefused(await refusal(operation, { token }))) refused.push(operation.name);
    expect(refused).toEqual(operations.map(({ name }) => name).filter(isForPeople));
  }
  const { data } = await gatehouse.graphql(
    '{ admin { id } installation { adminSessionLimit } }',
    {},
    { token: everywhere.token },
  );
  expect(data).toEqual({ admin: null, installation: null });
});

test('R31: nothing that an admin can ask for is a hash, a token or a session', () => {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !/^(__|Query$|Mutation$)/.test(type.name),
  );
  const secret = types.flatMap((type) =>
    Object.keys(isObjectType(type) ? type.getFields() : {})
      // `apiToken` is the id and the name of one.
      .filter((field) => /hash|secret|token|password/i.test(field) && field !== 'apiToken')
      .map((field) => `${type.name}.${field}`),
  );
  expect(secret.toSorted()).toEqual([
    'AcceptAdminInvitationSuccess.secondFactorToken',
    'AcceptInvitationSuccess.passwordToken',
    'AdminChangePasswordSuccess.token',
    'AdminConfirmSecondFactorSuccess.deviceToken',
    'AdminConfirmSecondFactorSuccess.token',
    'AdminLogInMethods.password', // whether there is password log-in
    'AdminLogInSuccess.deviceToken',
    'AdminLogInSuccess.token',
    'AdminLogInWithPasskeySuccess.deviceToken',
    'AdminLogInWithPasskeySuccess.token',
    'AdminResetPasswordSuccess.deviceToken',
    'AdminStartTotpSuccess.secret',
    'AuditCheckpoint.hash', // of the log of events, to be kept elsewhere
    'ChangePasswordSuccess.token',
    'ConfirmSecondFactorSuccess.deviceToken',
    'ConfirmSecondFactorSuccess.token',
    'CreateApiTokenSuccess.token',
    'Developer.hasPassword',
    'LogInSuccess.deviceToken',
    'LogInSuccess.token',
    'LogInWithPasskeySuccess.deviceToken',
    'LogInWithPasskeySuccess.token',
    'LogInWithSsoSuccess.deviceToken',
    'LogInWithSsoSuccess.token',
    'NotApproved.statusToken',
    'OpenRegistrationSuccess.statusToken',
    'Portal.passwordLogin',
    'Portal.passwordPolicy',
    'ResendVerificationSuccess.codeSecret',
    'ResetPasswordSuccess.deviceToken',
    'ResetPasswordSuccess.unlinkToken',
    'ResetPasswordSuccess.watchToken',
    'SetPasswordSuccess.deviceToken',
    'SetPasswordSuccess.watchToken',
    'SignUpSuccess.codeSecret',
    'SsoConnection.hasClientSecret',
    'StartTotpSuccess.secret',
    'UndoEmailChangeSuccess.passwordToken',
    'VerifyEmailCodeSuccess.passwordToken',
    'VerifyEmailSuccess.passwordToken',
  ]);
});
