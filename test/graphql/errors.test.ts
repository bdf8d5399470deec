import { afterEach, expect, inject, test } from 'vitest';
import { adminLogIn, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { query, whileHeld } from '../kit/database.ts';
import { send } from '../kit/graphql.ts';
import { ALIVE, startInstallation } from '../kit/installation.ts';
import { everyOperation } from '../kit/operations.ts';
import { approvedPerson, bearer, logIn, mailsTo, signUp, whoAmI } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { origins: ['https://docs.demo.test'] }, admin);
const { email, id } = await approvedPerson(gatehouse, 'ada@errors.test', admin);
const session = await bearer(gatehouse, email);
const operations = everyOperation(id);

const database = present(gatehouse.databaseUrl.split('/').at(-1));

/** What no client may read: how the product is made, where it runs, what the database said. */
const INSIDE =
  /prisma|postgres|pg_|sql|select |insert |econn|terminat|relation|constraint|node_modules|\.ts|\.js|\/work|127\.0\.0\.1|localhost|timeout|stack|\bat \w+ \(|\d+\.\d+\.\d+/i;

const MASKED = 'Something went wrong on our side. Try again. If it happens again, contact us with the request id.';

async function closeDatabase() {
  await query(inject('databaseUrl'), `ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
  await query(inject('databaseUrl'), 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
}

const openDatabase = () => query(inject('databaseUrl'), `ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);

afterEach(openDatabase);

test('a fault of ours is masked, has an id, and stands in the log once, under that id and without what was sent', async () => {
  await gatehouse.sql('ALTER TABLE jobs RENAME TO jobs_away');
  gatehouse.logs.length = 0;
  const { status, text, errors, data, headers } = await gatehouse.graphql(
    'mutation($input: SignUpInput!) { signUp(input: $input) { __typename } }',
    { input: { portal: 'demo', email: 'grace@errors.test', fullName: 'Grace Hopper', returnTo: '/secret-page' } },
  );
  await gatehouse.sql('ALTER TABLE jobs_away RENAME TO jobs');
  expect([status, data]).toEqual([200, { signUp: null }]);
  const requestId = headers.get('x-request-id');
  expect(errors).toMatchObject([
    { message: MASKED, path: ['signUp'], extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } },
  ]);
  expect(text.replace(present(requestId), '')).not.toMatch(INSIDE);
  const lines = gatehouse.logs.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);
  expect(lines).toMatchObject([{ level: 50, requestId, err: { stack: expect.any(String) } }]);
  expect(gatehouse.logs.join('')).not.toMatch(/grace|hopper|secret-page|@errors/i);
  // R58: and nothing was written.
  expect(await gatehouse.sql("SELECT 1 FROM jobs WHERE name = 'answerStranger'")).toEqual([]);
});

test('a refusal is no fault: it stands in no log as an error', async () => {
  gatehouse.logs.length = 0;
  await signUp(gatehouse, 'no address');
  await logIn(gatehouse, email, 'not the right password');
  await gatehouse.graphql('{ developers { totalCount } }');
  await gatehouse.graphql('{ nope }');
  await gatehouse.graphql('{{');
  await gatehouse.graphql('query($slug: String!) { portal(slug: $slug) { name } }', { slug: ['secret'] });
  await send(`${gatehouse.url}/graphql`, 'POST', { 'content-type': 'application/json' }, '{"query":');
  expect(gatehouse.logs.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
});

test.each(operations.map((operation) => [operation.name, operation] as const))(
  'R51: with the database gone %s ends within 5 s, with a masked error or as for a stranger',
  async (_, { document, variables }) => {
    await closeDatabase();
    gatehouse.logs.length = 0;
    for (const token of [undefined, session, admin]) {
      const start = performance.now();
      const headers = { origin: gatehouse.url };
      const { status, text, errors } = await gatehouse.graphql<object>(document, variables, { token, headers });
      expect(performance.now() - start).toBeLessThan(5_000);
      expect([200, 500, 503]).toContain(status);
      for (const { message, extensions } of errors) {
        expect([MASKED, 'You are not logged in, or you are not allowed to do this.']).toContain(message);
        expect(['INTERNAL_SERVER_ERROR', 'NOT_ALLOWED']).toContain(extensions?.code);
      }
      expect(text.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, '')).not.toMatch(INSIDE);
      expect(text).not.toContain('Success');
    }
    expect(gatehouse.logs.join('')).not.toMatch(/evil plans|evil@|[\w-]{43}|postgres:postgres/);
  },
);

test('R51: with the database gone a preflight, a page of a portal and GraphiQL say nothing either', async () => {
  await closeDatabase();
  const origin = 'https://docs.demo.test';
  const json = { 'content-type': 'application/json', origin };
  const answers = [
    await send(`${gatehouse.url}/graphql`, 'OPTIONS', { origin, 'access-control-request-method': 'POST' }),
    await send(`${gatehouse.url}/graphql`, 'POST', json, '{"query":"{ portal(slug: \\"demo\\") { name } }"}'),
    await send(`${gatehouse.url}/graphql`, 'POST', json, '{"query":"{ __typename }"}'),
  ];
  for (const { status, text } of answers) {
    expect(status).toBeLessThan(600);
    expect(text.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, '')).not.toMatch(INSIDE);
  }
});

test('/readyz answers 503 when the tables are gone, so that load balancers send nobody there', async () => {
  const late = await startInstallation();
  await late.sql('ALTER TABLE portals RENAME TO portals_of_another_version');
  expect(await send(`${late.url}/readyz`, 'GET', {})).toMatchObject({
    status: 503,
    text: 'not ready: database not migrated: run npm run db:migrate\n',
  });
  expect(await send(`${late.url}/healthz`, 'GET', {})).toMatchObject({ status: 200 });
});

test('a server does not start at a database that was never migrated, and says what to run', async () => {
  const empty = `empty_${database}`;
  await query(inject('databaseUrl'), `CREATE DATABASE ${empty}`);
  const early = startInstallation({ DATABASE_URL: inject('databaseUrl').replace(/gatehouse$/, empty) }, gatehouse);
  await expect(early).rejects.toThrow('Run npm run db:migrate');
});

test('R51: /readyz says 503 and why, without names, while the database is gone, /healthz lives, and all is well afterwards', async () => {
  const get = (path: string) => send(`${gatehouse.url}${path}`, 'GET', {});
  expect(await get('/readyz')).toMatchObject({ status: 200, text: 'ready\n' });
  await closeDatabase();
  const start = performance.now();
  expect(await get('/readyz')).toMatchObject({
    status: 503,
    text: expect.stringMatching(/^not ready: database unreachable: [a-z ]+\n$/),
  });
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(await get('/healthz')).toMatchObject({ status: 200, text: ALIVE });
  await openDatabase();
  expect(await get('/readyz')).toMatchObject({ status: 200, text: 'ready\n' });
  expect(await whoAmI(gatehouse, { token: session })).toBe(email);
  expect(await adminLogIn(gatehouse)).toMatchObject({ __typename: 'AdminLogInSuccess' });
  await signUp(gatehouse, 'afterwards@errors.test');
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'afterwards@errors.test')).toHaveLength(1);
});

test('I5: while the database hangs every call ends within 5 s, and what it began is not half done', async () => {
  const ask = async (document: string, variables: object, token?: string) => {
    const start = performance.now();
    const { errors, text } = await gatehouse.graphql(document, variables, { token });
    expect(text.replaceAll(/[\da-f]{8}-[\da-f-]{27}|"code":"TIMEOUT"/g, '')).not.toMatch(INSIDE);
    return { code: errors[0]?.extensions?.code, isInTime: performance.now() - start < 5_000 };
  };
  const input = { portal: 'demo', email: 'hanging@errors.test', fullName: 'Hanging' };
  const answers = await whileHeld(
    gatehouse.databaseUrl,
    'LOCK TABLE developers, jobs IN ACCESS EXCLUSIVE MODE',
    () =>
      Promise.all([
        ask('mutation($input: SignUpInput!) { signUp(input: $input) { __typename } }', { input }),
        ask('{ me(portal: "demo") { email } }', {}, session),
        ask('mutation($ids: [ID!]!) { approveDevelopers(input: { ids: $ids }) { __typename } }', { ids: [id] }, admin),
        ask('{ developers { totalCount } }', {}, admin),
      ]),
    () => new Promise((resolve) => setTimeout(resolve, 4_600)),
  );
  expect(answers).toEqual(answers.map(() => ({ code: 'TIMEOUT', isInTime: true })));
  expect(await gatehouse.sql("SELECT 1 FROM jobs WHERE name = 'answerStranger'")).toEqual([]);
  expect(await whoAmI(gatehouse, { token: session })).toBe(email);
});
