import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { tabs } from '../../server/graphiql-tabs.ts';
import { adminLogIn, openDemoPortal } from '../kit/admins.ts';
import { send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson, logIn } from '../kit/people.ts';

const development = await startInstallation();
const closed = await startInstallation({ NODE_ENV: 'production' });
const production = await startInstallation({ PUBLIC_URL: 'https://accounts.gatehouse.test' });
const admin = await openDemoPortal(production);

const open = ({ url }: { url: string }, headers: Record<string, string> = {}, method = 'GET') =>
  send(`${url}/graphql`, method, { accept: 'text/html,application/xhtml+xml', ...headers });

test('in development a browser gets GraphiQL, all in one page that loads nothing from elsewhere', async () => {
  const { status, headers, text } = await open(development);
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  // The script itself holds addresses in its texts; what counts is what the page would load.
  const page = text.replaceAll(/<(script|style)([^>]*)>[\s\S]*?<\/\1>/g, '<$1$2>');
  const loaded = [...page.matchAll(/\b(?:src|href)=["']?([^"'\s>]+)/g)].map(([, address]) => address);
  expect(loaded.filter((address) => !address?.startsWith('data:'))).toEqual([]);
  expect(text).not.toMatch(/@import\s|url\(["']?https?:/);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/https?:|\*/);
});

test('in production strangers and developers are sent to the log-in of the admins, admins get the page', async () => {
  const { email } = await approvedPerson(production, 'ada@graphiql.test', admin);
  const session = (await logIn(production, email)).token;
  const strangers = [
    {},
    { cookie: '__Host-gatehouse_admin=AAAA' },
    { cookie: `__Host-gatehouse_admin=${session}; __Host-gatehouse-demo=${session}` },
    { cookie: `__Host-gatehouse-demo=${admin}` },
    { cookie: `gatehouse_admin=${admin}` },
  ];
  for (const headers of strangers) {
    const { status, text, headers: answered } = await open(production, headers);
    expect([status, answered['location'], text]).toEqual([302, '/admin/log-in?returnTo=/graphql', '']);
  }
  for (const headers of [{ cookie: `__Host-gatehouse_admin=${admin}` }, { authorization: `Bearer ${admin}` }]) {
    const { status, text } = await open(production, headers);
    expect([status, text.includes('Gatehouse')]).toEqual([200, true]);
  }
});

test('NODE_ENV=production closes it over http too', async () => {
  expect((await open(closed)).status).toBe(302);
  const { token } = await adminLogIn(closed);
  expect((await open(closed, { cookie: `gatehouse_admin=${token}` })).status).toBe(200);
});

test('every ready operation is one that the schema takes, with variables that it knows', () => {
  expect(tabs.length).toBeGreaterThan(5);
  for (const { query, variables } of tabs) {
    const document = parse(query);
    expect([query, validate(schema, document)]).toEqual([query, []]);
    const [operation] = document.definitions;
    const declared = operation?.kind === 'OperationDefinition' ? operation.variableDefinitions : undefined;
    expect(Object.keys(variables)).toEqual(declared?.map(({ variable }) => variable.name.value) ?? []);
  }
});
