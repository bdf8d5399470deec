import { readFile } from 'node:fs/promises';
import { parse, print, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { readTabs } from '../../server/graphiql/tabs.ts';
import { adminBearer, openDemoPortal } from '../kit/admins.ts';
import { send } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { approvedPerson, bearer, mailedToken, signUp, verifiedPerson, verifyEmail } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const tabs = readTabs();
const provider = await startIssuer();
const development = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const closed = await startInstallation({ NODE_ENV: 'production' });
const production = await startInstallation({ PUBLIC_URL: 'https://accounts.gatehouse.test' });
const admin = await openDemoPortal(production);
const owner = await adminBearer(development);

const open = ({ url }: { url: string }, headers: Record<string, string> = {}, method = 'GET') =>
  send(`${url}/graphql`, method, { accept: 'text/html,application/xhtml+xml', ...headers });

test('in development a browser gets GraphiQL as one page that loads nothing from elsewhere', async () => {
  const { status, headers, text } = await open(development);
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  // The script itself holds addresses in its texts; what counts is what the page would load.
  const page = text.replaceAll(/<(script|style)([^>]*)>[\s\S]*?<\/\1>/g, '<$1$2>').replace('<a href="/admin">', '');
  const loaded = [...page.matchAll(/\b(?:src|href)=["']?([^"'\s>]+)/g)].map(([, address]) => address);
  expect(loaded.filter((address) => !address?.startsWith('data:'))).toEqual([]);
  expect(text).not.toMatch(/@import\s|url\(["']?https?:/);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/https?:|\*/);
});

test('in production strangers and developers are sent to the admin log-in page, and admins get the page', async () => {
  const { email } = await approvedPerson(production, 'ada@graphiql.test', admin);
  const session = await bearer(production, email);
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

test('the explorer leads to the pages of admins, and so does the root of the host in development', async () => {
  expect((await open(development)).text).toContain('<a href="/admin">Back to the pages of admins</a>');
  const root = ({ url }: { url: string }) => send(url, 'GET', {});
  const { status, headers } = await root(development);
  expect([status, headers['location']]).toEqual([302, '/admin']);
  expect((await root(production)).status).toBe(404);
});

test('NODE_ENV=production closes it over http too', async () => {
  expect((await open(closed)).status).toBe(302);
  const token = await adminBearer(closed);
  expect((await open(closed, { cookie: `gatehouse_admin=${token}` })).status).toBe(200);
});

const operationsIn = (query: string) =>
  parse(query).definitions.filter((definition) => definition.kind === 'OperationDefinition');

test('every ready operation is one that the schema takes, with variables that it knows', () => {
  for (const { query, variables } of tabs) {
    expect([query, validate(schema, parse(query))]).toEqual([query, []]);
    const declared = operationsIn(query).flatMap(({ variableDefinitions = [] }) => variableDefinitions);
    expect(new Set(Object.keys(variables))).toEqual(new Set(declared.map(({ variable }) => variable.name.value)));
  }
});

test('every act of an admin is ready, and tells what was wrong with it', () => {
  const ready = new Set<string>();
  for (const { query } of tabs) {
    for (const { selectionSet } of operationsIn(query)) {
      for (const field of selectionSet.selections) if (field.kind === 'Field') ready.add(field.name.value);
    }
    if (query.includes('mutation')) expect(query).toMatch(/\.{3} on Error \{\s+message\s+\}/);
  }
  const acts = Object.values(schema.getMutationType()?.getFields() ?? {});
  const ofAdmins = acts.filter(({ description }) =>
    /\bFor (an? |its )?(OWNER|APPROVER|VIEWER|admin)\b/.test(description ?? ''),
  );
  expect(ofAdmins.length).toBeGreaterThan(12);
  const reads = ['admin', 'developer', 'developers', 'jobs', 'portals', 'ssoTrial'];
  // Passwords are typed into pages.
  const missing = [...ofAdmins.map(({ name }) => name), ...reads].filter((name) => !ready.has(name));
  expect(missing).toEqual(missing.filter((name) => name === 'adminChangePassword'));
});

test('A3: no tab holds or asks for a password, a secret or a token', () => {
  for (const { query, variables } of tabs) {
    const values = JSON.stringify(variables).replaceAll(/"password(Login|MinLength|ContextWords)"/g, '');
    expect([query, values]).toEqual([query, expect.not.stringMatching(/password|secret|token/i)]);
    const document = query
      .replaceAll(/^#.*$/gm, '')
      .replaceAll(/password(Login|Policy)|adminPasswordPolicy|hasPassword|\bPasswords\b/g, '')
      .replaceAll(/apiToken/gi, '')
      // The new token of `createApiToken`, which no page can show.
      .replace(/(?<=\.{3} on CreateSuccess \{\n) {6}token$/m, '');
    expect(document).not.toMatch(/password|secret|token/i);
  }
});

test('A5: deleting has a tab of its own, which asks for ids', () => {
  const [tab, ...others] = tabs.filter(({ query }) => query.includes('deleteDevelopers'));
  expect(others).toEqual([]);
  expect(operationsIn(present(tab?.query)).map(({ name }) => name?.value)).toEqual(['Delete']);
  expect(tab?.query).toContain('Fill in the ids yourself');
});

const namesIn = (query: string) => operationsIn(query).map(({ name }) => name?.value);

test('the tabs are numbered, and name each other by numbers that exist', () => {
  expect(tabs.map(({ query }) => Number(query.match(/^# (\d+)\. /)?.[1]))).toEqual(tabs.map((_, at) => at + 1));
  const named = tabs.flatMap(({ query }) => [...query.matchAll(/\btab (\d+)/g)].map(([, number]) => Number(number)));
  expect(named.filter((number) => number < 1 || number > tabs.length)).toEqual([]);
});

test('the day of an admin begins with those who wait; people who are not verified have a tab of their own', () => {
  const names = tabs.map(({ query }) => namesIn(query)[0]);
  expect(names.slice(0, 9)).toEqual([
    'WhoAmI',
    'Waiting',
    'Watch',
    'Claim',
    'Approve',
    'Reject',
    'UndoDecisions',
    'Ask',
    'Note',
  ]);
  expect(tabs.filter(({ query }) => query.includes('emailVerified: false')).map(({ query }) => namesIn(query))).toEqual([
    ['Unverified'],
  ]);
});

/** What takes something away from people or from a portal. */
const DANGEROUS = [
  'revokeDevelopers',
  'endSessions',
  'endSession',
  'resetSecondFactor',
  'deleteDevelopers',
  'removeSsoIdentity',
  'adminUnlinkSsoIdentity',
  'approveAll',
  'rejectAll',
  'revokeInvitations',
  'revokeAdminInvitation',
  'deleteSsoConnection',
  'removeAdmin',
];

test('dangerous acts have tabs of their own, after all others', () => {
  const danger = tabs.map(({ query }) =>
    operationsIn(query).map(({ selectionSet: { selections } }) =>
      selections.some((field) => field.kind === 'Field' && DANGEROUS.includes(field.name.value)),
    ),
  );
  expect(danger.flat().filter(Boolean)).toHaveLength(DANGEROUS.length);
  expect(danger.filter((tab) => new Set(tab).size > 1)).toEqual([]);
  const first = danger.findIndex((tab) => tab.includes(true));
  // Two settings that open or close a portal stand among them.
  const harmless = tabs.slice(first).filter((_, at) => !danger[first + at]?.includes(true));
  expect(harmless.flatMap(({ query }) => namesIn(query))).toEqual(['AutoApprove', 'Passwords']);
});

test('a bulk answer names the person, not only the id', () => {
  const bulk = tabs
    .flatMap(({ query }) => operationsIn(query).map((operation) => print(operation)))
    .filter((text) => text.includes('results {'));
  expect(bulk.length).toBeGreaterThan(9);
  const nameless = bulk.filter(
    (text) => !/\b(email|fullName)\b/.test(text) || (/developer \{/.test(text) && !/fullName/.test(text)),
  );
  expect(nameless).toEqual([]);
});

/** Runs an operation of the tabs, as the button does: with all variables of its tab. */
async function press(operationName: string, changed: Record<string, unknown> = {}) {
  const tab = tabs.find(({ query }) => operationsIn(query).some(({ name }) => name?.value === operationName));
  const response = await fetch(`${development.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${owner}` },
    body: JSON.stringify({ query: tab?.query, operationName, variables: { ...tab?.variables, ...changed } }),
  });
  const { data, errors } = await response.json();
  expect([operationName, errors]).toEqual([operationName, undefined]);
  return data;
}

type Waiting = { requests: { edges: unknown[] } };

test('A2: the tab of waiting people shows only people with a verified address', async () => {
  const { id } = await verifiedPerson(production, 'proved@tabs.test');
  await signUp(production, 'unproved@tabs.test');
  const waiting = tabs.find(({ query }) => query.includes('query Waiting'));
  const { data } = await production.graphql<Waiting>(present(waiting?.query), {}, { token: admin });
  expect(data.requests.edges).toMatchObject([{ node: { id } }]);
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const filters = [...readme.matchAll(/developers\(filter: \{[^}]*PENDING[^}]*\}/g)].map(([filter]) => filter);
  expect(filters).toEqual([expect.stringContaining('emailVerified: true')]);
});

test('an admin runs a portal by the tabs alone', async () => {
  expect(await press('OpenPortal')).toMatchObject({ createPortal: { portal: { slug: 'acme' } } });
  expect(await press('Settings')).toMatchObject({ updatePortal: { portal: { terms: { version: '2026-01' } } } });
  expect(await press('Fields')).toMatchObject({ setSignUpFields: { portal: { settings: { signUpFields: { length: 3 } } } } });

  const input = {
    portal: 'acme',
    email: 'ada@tabs.test',
    fullName: 'Ada',
    answers: [{ field: 'company', value: 'Engines' }],
  };
  expect(await press('SignUp', { input })).toEqual({ signUp: { email: 'ada@tabs.test' } });
  const token = await mailedToken(development, 'ada@tabs.test');
  expect(await verifyEmail(development, token, { acceptedTerms: '2026-01' })).toMatchObject({ status: 'PENDING' });

  const found = await press('Find', { portal: 'acme', filter: { search: 'engines' } });
  const { id } = found.developers.edges[0].node;
  const decide = { ids: [id], reason: 'told', note: 'noted' };
  for (const verb of ['Reject', 'Reinstate', 'Revoke']) {
    expect(Object.values(await press(verb, { decide }))).toMatchObject([{ results: [{ error: null }] }]);
  }
  const answer = { id, answers: [{ field: 'tier', value: 'gold' }] };
  expect(await press('Answer', { answer })).toMatchObject({ setAnswers: { developer: { answers: { length: 2 } } } });
  expect(await press('One', { id })).toMatchObject({ developer: { decisions: [{ note: 'noted' }, {}, {}] } });
  const deleted = { id, email: 'ada@tabs.test', fullName: 'Ada', error: null };
  expect(await press('Delete', { delete: { ids: [id] } })).toEqual({ deleteDevelopers: { results: [deleted] } });

  const { url: issuer, clientId, clientSecret } = provider;
  const settings = { portal: 'acme', label: 'Acme ID', issuer, clientId, clientSecret };
  const { connection } = (await press('Connect', { input: settings })).createSsoConnection;
  const { trial } = (await press('Test', { test: { id: connection.id } })).testSsoConnection;
  expect(await press('Trial', { id: trial.id })).toMatchObject({ ssoTrial: { finished: false } });
  const change = { id: connection.id, enabled: true, force: true };
  expect(await press('Change', { change })).toMatchObject({ updateSsoConnection: { connection: { enabled: true } } });
  expect(await press('Passwords')).toEqual({ updatePortal: { message: expect.stringMatching(/^passwordLogin: Nobody/) } });
  expect(await press('Connections')).toMatchObject({ portal: { settings: { ssoConnections: [{ id: connection.id }] } } });
  await press('Disconnect', { disconnect: { id: connection.id } });

  expect(await press('Jobs')).toMatchObject({ jobs: { totalCount: 5 } });
  expect(await press('Retry', { retry: { ids: [id] } })).toEqual({ retryJobs: { jobs: [] } });
  expect(await press('Myself')).toMatchObject({ admin: { sessions: [{ current: true }] } });
  expect(await press('EndOtherSessions')).toEqual({ adminRevokeOtherSessions: { ended: 0 } });
  expect(await press('LogOut')).toEqual({ adminLogOut: { ended: 1 } });
});
