import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { connectionsOf, createConnection, ISSUER } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'idp.allowed.test, localhost:8080' });
const admin = await openDemoPortal(gatehouse);
const SECRET = 'a client secret ~ that nobody reads';

const rows = async () => JSON.stringify(await gatehouse.sql('SELECT * FROM sso_connections ORDER BY id'));

test('settings that are left out have defaults, and nobody can log in yet', async () => {
  const { connection } = await succeed(createConnection(gatehouse, {}, admin));
  const { id } = connection;
  expect(connection).toEqual({
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    label: 'Staff account',
    issuer: ISSUER,
    clientId: 'portal',
    hasClientSecret: false,
    scopes: ['openid', 'email', 'profile'],
    claims: { name: 'name', email: 'email', groups: 'groups' },
    verifiedDomains: [],
    emailDomains: [],
    approval: 'TRUST',
    enabled: false,
    testedAt: null,
    startUrl: `${gatehouse.url}/sso/demo/${id}/start`,
    backChannelLogoutUrl: `${gatehouse.url}/sso/demo/${id}/back-channel-logout`,
    postLogoutRedirectUri: `${gatehouse.url}/p/demo/log-in`,
    recentFailures: [],
  });
  expect(await connectionsOf(gatehouse, { token: admin })).toEqual([connection]);
});

test('the log lists its settings, and no secret', async () => {
  const [created] = await gatehouse.sql<{ data: { after: object } }>(
    "SELECT data FROM events WHERE type = 'connection.created'",
  );
  expect(Object.keys(present(created).data.after).sort().join(' ')).toBe(
    'approval clientId emailClaim emailDomains enabled groupsClaim id issuer label nameClaim portalId scopes verifiedDomains',
  );
});

test('all of it is kept as it was given; domains as A-labels, once each', async () => {
  const given = {
    label: '  Konto von Müller ',
    issuer: 'https://1.1.1.1/Realms/A%20b/',
    clientId: 'https://portal.demo.test/client',
    clientSecret: SECRET,
    scopes: ['openid', 'groups', 'openid', 'https://scopes.demo.test/read'],
    claims: { name: 'display_name', groups: 'https://claims.demo.test/groups' },
    verifiedDomains: ['Bücher.Test', 'xn--bcher-kva.test', 'corp.test'],
    emailDomains: ['CORP.test'],
    approval: 'EXISTING_ONLY' as const,
    enabled: true,
  };
  const { connection } = await succeed(createConnection(gatehouse, given, admin));
  expect(connection).toMatchObject({
    label: 'Konto von Müller',
    issuer: given.issuer,
    clientId: given.clientId,
    hasClientSecret: true,
    scopes: ['openid', 'groups', 'https://scopes.demo.test/read'],
    claims: { name: 'display_name', email: 'email', groups: 'https://claims.demo.test/groups' },
    verifiedDomains: ['xn--bcher-kva.test', 'corp.test'],
    emailDomains: ['corp.test'],
    approval: 'EXISTING_ONLY',
    enabled: true,
  });
});

test('R8, R31: a client secret rests encrypted, and no answer and no line of the log holds it', async () => {
  const document = `mutation($input: CreateSsoConnectionInput!) { createSsoConnection(input: $input) { __typename
    ... on CreateSsoConnectionSuccess { connection { id hasClientSecret issuer clientId } } } }`;
  const input = { portal: 'demo', label: 'Secret', issuer: ISSUER, clientId: 'portal', clientSecret: SECRET };
  const { text } = await gatehouse.graphql(document, { input }, { token: admin });
  expect(text).toContain('"hasClientSecret":true');
  const refused = await gatehouse.graphql(document, { input: { ...input, scopes: [] } }, { token: admin });
  expect(refused.text).toContain('InvalidInput');
  const places = [text, refused.text, await rows(), gatehouse.logs.join('')];
  const forms = [SECRET, Buffer.from(SECRET).toString('hex'), Buffer.from(SECRET).toString('base64').replace(/=+$/, '')];
  for (const form of forms) expect(places.map((place) => place.includes(form))).toEqual(places.map(() => false));
  const [row] = await gatehouse.sql<{ sealed: string }>(
    "SELECT encode(sealed_client_secret, 'hex') AS sealed FROM sso_connections WHERE label = 'Secret'",
  );
  expect(row?.sealed.length).toBeGreaterThan(2 * SECRET.length);
});

test.each([
  ['label', ['', ' ', 'two\nlines', 'x'.repeat(101)]],
  ['clientId', ['', ' id', 'x\u0000', 'é', 'x'.repeat(257)]],
  ['clientSecret', ['', 'line\n', 'ünlesbar', 'x'.repeat(2_001)]],
  ['scopes', [[], ['email'], ['openid email'], ['openid', 'a"b'], ['openid', ''], ['openid', ...Array(20).fill('x')]]],
  ['claims', [{ name: '' }, { email: 'x'.repeat(101) }, { groups: 'a\u2028b' }]],
  [
    'verifiedDomains',
    [['corp'], ['@corp.test'], ['*.corp.test'], ['a@corp.test'], ['corp.test.'], ['ｃorp.test'], ['10.0.0.1']],
  ],
  ['emailDomains', [[''], ['corp.test', 'x y.test'], [`${'x'.repeat(60)}.`.repeat(5)], Array(101).fill('corp.test')]],
  [
    'issuer',
    [
      '',
      'login.demo.test',
      'ftp://1.1.1.1',
      'https://user@1.1.1.1',
      'https://1.1.1.1/?a=b',
      'https://1.1.1.1/#x',
      'https://1.1.1.1/a b',
      ' https://1.1.1.1',
      'https://1.1.1.1\\x',
      'https:1.1.1.1',
      'HTTPS://1.1.1.1',
      'https://1.1.1.1/.well-known/openid-configuration',
      `https://1.1.1.1/${'x'.repeat(500)}`,
    ],
  ],
])('a %s that cannot be one is refused, and nothing is kept', async (field, values) => {
  const before = await rows();
  for (const value of values) {
    const answer = await refusal(createConnection(gatehouse, { [field]: value }, admin), 'InvalidInput');
    expect([value, answer.__typename, answer.issues?.[0]?.path[0]]).toEqual([value, 'InvalidInput', field]);
  }
  expect(await rows()).toBe(before);
});

test('R44: an issuer that may not be asked is refused at save, unless the operator allows its host', async () => {
  const issuers = [
    'http://1.1.1.1',
    'https://127.0.0.1',
    'https://localhost',
    'https://10.1.2.3/realm',
    'https://169.254.169.254',
    'https://100.64.0.1',
    'https://0.0.0.0',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://2130706433',
    'https://0177.0.0.1',
    'https://[64:ff9b::7f00:1]',
    'https://no-such-host.invalid',
  ];
  for (const issuer of issuers) {
    const answer = await refusal(createConnection(gatehouse, { issuer }, admin), 'InvalidInput');
    expect([issuer, answer.__typename, answer.issues?.[0]?.path]).toEqual([issuer, 'InvalidInput', ['issuer']]);
  }
  for (const issuer of ['http://idp.allowed.test/realm', 'http://localhost:8080']) {
    expect((await succeed(createConnection(gatehouse, { issuer }, admin))).connection?.issuer).toBe(issuer);
  }
});

test('R34: only an OWNER of the portal makes one, and only its admins see it; out of reach it is as if there were no portal', async () => {
  await createPortal(gatehouse, 'second', admin);
  const before = await rows();
  const answerTo = async (token: string | undefined, portal = 'demo') =>
    (await createConnection(gatehouse, { portal }, token)).__typename;
  const stranger = await addAdmin(gatehouse, 'owner-second@create.test', 'OWNER', 'second');
  expect([await answerTo(undefined), await answerTo(undefined, 'nowhere')]).toEqual(['NotAllowed', 'NotAllowed']);
  expect([await answerTo(stranger), await answerTo(stranger, 'nowhere')]).toEqual(['NotFound', 'NotFound']);
  expect(await connectionsOf(gatehouse, { token: stranger })).toBeNull();
  expect(await connectionsOf(gatehouse, {})).toBeNull();
  const viewer = await addAdmin(gatehouse, 'viewer@create.test', 'VIEWER', 'demo');
  expect(await answerTo(viewer)).toBe('NotAllowed');
  expect(await answerTo(await addAdmin(gatehouse, 'approver@create.test', 'APPROVER', null))).toBe('NotAllowed');
  expect(await rows()).toBe(before);
  expect(await connectionsOf(gatehouse, { token: viewer })).toEqual(await connectionsOf(gatehouse, { token: admin }));
  expect(await connectionsOf(gatehouse, { token: stranger }, 'second')).toEqual([]);
  expect(await answerTo(await addAdmin(gatehouse, 'owner@create.test', 'OWNER', 'demo'))).toBe('CreateSsoConnectionSuccess');
});

test('R67: it is a line in the log, with the portal and the admin', async () => {
  gatehouse.logs.length = 0;
  await createConnection(gatehouse, { clientSecret: SECRET }, admin);
  const [line] = gatehouse.logs.map((text): Record<string, string> => JSON.parse(text)).filter(({ msg }) => msg === 'act');
  expect(line).toMatchObject({
    act: 'createSsoConnection',
    result: 'Success',
    portal: 'demo',
    portalId: expect.stringMatching(/^[\da-f-]{36}$/),
    adminId: expect.stringMatching(/^[\da-f-]{36}$/),
  });
});

test('a portal has 50 at most', async () => {
  await createPortal(gatehouse, 'many', admin);
  for (let n = 0; n < 44; n++) await succeed(createConnection(gatehouse, { portal: 'many' }, admin));
  const answers = await Promise.all(Array.from({ length: 8 }, () => createConnection(gatehouse, { portal: 'many' }, admin)));
  const refused = answers.filter((answer) => answer.__typename === 'InvalidInput');
  expect([answers.length - refused.length, refused.map(({ issues }) => issues[0]?.path)]).toEqual([
    6,
    [['portal'], ['portal']],
  ]);
  expect(await connectionsOf(gatehouse, { token: admin }, 'many')).toHaveLength(50);
});
