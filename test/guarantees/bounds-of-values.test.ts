import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { MOST as MOST_PROXIES } from '../../config/proxies.ts';
import { LONGEST_NAME as LONGEST_SENDER } from '../../config/sender.ts';
import { LONGEST_AUDIT, LONGEST_LINK, LONGEST_SESSION, readConfig } from '../../config.ts';
import { LONGEST as LONGEST_EMAIL, LONGEST_LOCAL_PART, parseAddress } from '../../domain/addresses/parse-address.ts';
import { deviceOf, LONGEST_RAW } from '../../domain/developers/device.ts';
import { LONGEST_ADDRESS } from '../../domain/input.ts';
import { SHORTEST_MIN_LENGTH, STANDARD_MIN_LENGTH } from '../../domain/passwords/check-password.ts';
import { isOrigin, LONGEST_ORIGIN } from '../../domain/portals/origins.ts';
import { LONGEST_TARGET } from '../../domain/portals/portal-links.ts';
import { MOST_BYTES as MOST_DISCOVERY } from '../../domain/providers/discover.ts';
import { MOST_BYTES as MOST_ANSWER } from '../../domain/providers/guarded-fetch.ts';
import { MOST_BYTES as MOST_KEYS } from '../../domain/providers/verify-jwt.ts';
import { LONGEST_TEXT, LONGEST_ADDRESS as LONGEST_URL } from '../../domain/sign-up-form/check-answer.ts';
import { isPattern, LARGEST_PROGRAM } from '../../domain/sign-up-form/pattern.ts';
import { findConnection } from '../../domain/sso/find-connection.ts';
import { LONGEST as LONGEST_VERIFIER } from '../../domain/sso/log-in-with-sso.ts';
import {
  LONGEST_GROUP,
  LONGEST_NAME,
  LONGEST_SUBJECT,
  MOST_GROUPS,
  MOST_SECONDS,
  readPerson,
} from '../../domain/sso/person.ts';
import { LONGEST_DOMAIN } from '../../domain/sso-connections/connection-input.ts';
import { accountInWords, LONGEST as LONGEST_ACCOUNT } from '../../emails/components/provider-account.tsx';
import { previewPortal } from '../../emails/portal.ts';
import { LONGEST_TEXT as LONGEST_LOGGED, redact } from '../../log.ts';
import { LONGEST_SEARCH, MOST_ANSWERS } from '../../schema/developer-filter.ts';
import { MOST_FORMS } from '../../server/documents/cost-limit.ts';
import {
  LONGEST_MESSAGE,
  MOST_ALIASES,
  MOST_BYTES,
  MOST_COST,
  MOST_DIRECTIVES,
  MOST_ERRORS,
  MOST_LEVELS,
  MOST_TOKENS,
} from '../../server/documents/limits.ts';
import { LONGEST_FORM } from '../../server/sso/back-channel-logout.ts';
import { MOST_REASON_CHARACTERS, reasonOf } from '../../worker/failures.ts';
import { addAdmin, adminChangePassword, openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { createConnection } from '../kit/connections.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import type { AnyAnswer } from '../kit/mutate.ts';
import { logInWithSso, setPassword, signUp, verifiedPerson } from '../kit/people.ts';
import { comeIn, connect, failure } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);
await setSignUpFields(
  gatehouse,
  [
    { key: 'text', label: 'Text', kind: 'TEXT' },
    { key: 'url', label: 'URL', kind: 'URL' },
  ],
  admin,
);

const x = (length: number) => 'x'.repeat(length);
/** A name of a host of some length, of which each label is short enough. */
const host = (length: number) => `${x(length % 50 || 1)}.`.padEnd(length, `${x(49)}.`).replace(/\.$/, 'x');

const starts = (settings: object) => {
  try {
    return readConfig({ ...gatehouse.environment, ...settings }) !== null;
  } catch {
    return false;
  }
};

test.each<[string, number, (size: number) => object]>([
  ['days of a link', LONGEST_LINK, (size) => ({ VERIFICATION_TTL: `${size}d` })],
  ['days of a session', LONGEST_SESSION, (size) => ({ SESSION_TTL: `${size}d` })],
  ['days of the audit log', LONGEST_AUDIT, (size) => ({ AUDIT_TTL: `${size}d` })],
  ['trusted proxies', MOST_PROXIES, (size) => ({ TRUSTED_PROXIES: `${size}` })],
  ['characters of the name in MAIL_FROM', LONGEST_SENDER, (size) => ({ MAIL_FROM: `${x(size)} <a@b.test>` })],
])('%s: a process starts with %i, and not with one more', (_, bound, settings) => {
  expect([starts(settings(bound)), starts(settings(bound + 1))]).toEqual([true, false]);
});

test.each<[string, number, (size: number) => boolean]>([
  ['an email address', LONGEST_EMAIL, (size) => parseAddress(`a@${host(size - 2)}`) !== null],
  ['the part of an email address before the @', LONGEST_LOCAL_PART, (size) => parseAddress(`${x(size)}@b.test`) !== null],
  ['an origin', LONGEST_ORIGIN, (size) => isOrigin(`https://${x(size - 'https://'.length)}`)],
  ['the steps of a pattern', LARGEST_PROGRAM, (size) => isPattern(x(size - 2))],
  [
    'the id of an account in an email',
    LONGEST_ACCOUNT,
    (size) =>
      JSON.stringify(accountInWords({ portal: previewPortal, label: 'A', host: 'b.test', subject: x(size) })).includes(x(size)),
  ],
  ['the name of a device', LONGEST_RAW, (size) => deviceOf(x(size)) === x(size)],
  ['the reason why a job failed', MOST_REASON_CHARACTERS, (size) => reasonOf(x(size)) === x(size)],
  ['a text of an error in the log', LONGEST_LOGGED, (size) => redact(x(size)) === x(size)],
])('%s: %i are taken, and one more is refused or cut off', (_, bound, isWhole) => {
  expect([isWhole(bound), isWhole(bound + 1)]).toEqual([true, false]);
});

let count = 0;
const email = () => `${count++}@values.test`;
const answer = (field: string, value: string) => signUp(gatehouse, email(), { answers: [{ field, value }] });
const url = (size: number) => `https://c.test/${x(size - 'https://c.test/'.length)}`;

test.each<[string, number, (size: number) => Promise<{ __typename: string }>]>([
  ['an answer to a TEXT field', LONGEST_TEXT, (size) => answer('text', x(size))],
  ['an answer to a URL field', LONGEST_URL, (size) => answer('url', url(size))],
  ['a domain of a connection', LONGEST_DOMAIN, (size) => createConnection(gatehouse, { emailDomains: [host(size)] }, admin)],
  ['a returnTo', LONGEST_TARGET, (size) => signUp(gatehouse, email(), { returnTo: `/${x(size - 1)}` })],
  ['a verifier', LONGEST_VERIFIER, (size) => logInWithSso(gatehouse, 'no code', x(size))],
])('%s: %i characters are taken, and one more is InvalidInput', async (_, bound, act) => {
  expect((await act(bound)).__typename).not.toBe('InvalidInput');
  expect((await act(bound + 1)).__typename).toBe('InvalidInput');
});

/** The code of what is wrong, or what the answer is. */
const codeOf = (answer: AnyAnswer) => answer.issues?.[0]?.code ?? answer.__typename;

test('an email address in an input has 254 characters at most', async () => {
  const sign = async (size: number) => codeOf(await signUp(gatehouse, `a@${host(size - 2)}`));
  expect([await sign(LONGEST_ADDRESS), await sign(LONGEST_ADDRESS + 1)]).toEqual(['SignUpSuccess', 'TOO_LONG']);
});

test('a password has 15 characters at least, of developers and of admins, and a portal can ask for 8 at least', async () => {
  const password = (length: number) => 'Zx9! vQ7# kM2$ pL5%'.slice(0, length);
  const { passwordToken } = await verifiedPerson(gatehouse, email());
  const set = async (length: number) => codeOf(await setPassword(gatehouse, passwordToken, password(length)));
  expect([await set(14), await set(15)]).toEqual(['TOO_SHORT', 'SetPasswordSuccess']);
  const token = await addAdmin(gatehouse, 'short@values.test', 'VIEWER', null);
  const change = async (length: number) =>
    codeOf(await adminChangePassword(gatehouse, ADMIN.password, password(length), { token }));
  expect([await change(STANDARD_MIN_LENGTH - 1), await change(STANDARD_MIN_LENGTH)]).toEqual([
    'TOO_SHORT',
    'AdminChangePasswordSuccess',
  ]);
  const ask = async (passwordMinLength: number) => (await updatePortal(gatehouse, { passwordMinLength }, admin)).__typename;
  expect(await ask(SHORTEST_MIN_LENGTH - 1)).toBe('InvalidInput');
  expect([SHORTEST_MIN_LENGTH, await ask(SHORTEST_MIN_LENGTH)]).toEqual([8, 'UpdatePortalSuccess']);
});

test('of a person at a provider 255 characters of sub, 256 of a name, and 200 groups of 256 characters count', async () => {
  const found = (await findConnection(gatehouse.app, 'demo', connection.id)) ?? expect.fail('there is no connection');
  const read = (claims: object) => readPerson(found, { claims: { sub: 'ada', ...claims }, lack: null });
  expect(read({ sub: x(LONGEST_SUBJECT) }).subject).toHaveLength(255);
  expect(() => read({ sub: x(LONGEST_SUBJECT + 1) })).toThrow('1 to 255');
  expect([LONGEST_NAME, LONGEST_NAME + 1].map((size) => read({ name: x(size) }).fullName?.length)).toEqual([256, 256]);
  const groups = (length: number) => Array.from({ length }, (_, n) => `group ${n}`);
  expect([MOST_GROUPS, MOST_GROUPS + 1].map((size) => read({ groups: groups(size) }).groups)).toEqual([
    groups(200),
    groups(200),
  ]);
  expect([LONGEST_GROUP, LONGEST_GROUP + 1].map((size) => read({ groups: x(size) }).groups?.length)).toEqual([1, 0]);
  const times = [MOST_SECONDS - 1, MOST_SECONDS].map((auth_time) => read({ auth_time }).authenticatedAt !== null);
  expect(times).toEqual([true, false]);
});

test.each<[string, number, (size: number) => object]>([
  ['search', LONGEST_SEARCH, (size) => ({ search: x(size) })],
  ['answers', MOST_ANSWERS, (size) => ({ answers: Array.from({ length: size }, () => ({ field: 'text', value: 'x' })) })],
])('a filter by %s takes %i, and refuses one more', async (_, bound, filter) => {
  const document = 'query($filter: DeveloperFilter) { developers(filter: $filter) { totalCount } }';
  const codes = async (size: number) =>
    (await gatehouse.graphql(document, { filter: filter(size) }, { token: admin })).errors.map(
      ({ extensions }) => extensions?.code,
    );
  expect([await codes(bound), await codes(bound + 1)]).toEqual([[], ['INVALID_INPUT']]);
});

const times = (size: number, text: (at: number) => string) => Array.from({ length: size }, (_, at) => text(at)).join(' ');

test.each<[string, number, RegExp, (size: number) => string]>([
  ['bytes', MOST_BYTES, /at most 16384 bytes/, (size) => '{ __typename } #'.padEnd(size, 'x')],
  ['tokens', MOST_TOKENS, /Token limit of 2000/, (size) => `{ ${'a '.repeat(size - 2)}}`],
  ['levels', MOST_LEVELS, /depth limit of 12/, (size) => `{ ${'a { '.repeat(size - 1)} b ${'}'.repeat(size - 1)} }`],
  ['aliases', MOST_ALIASES, /Aliases limit of 15/, (size) => `{ ${times(size, (at) => `a${at}: __typename`)} }`],
  [
    'directives',
    MOST_DIRECTIVES,
    /Directives limit of 20/,
    (size) => `{ ${times(size, () => '__typename @include(if: true)')} }`,
  ],
  [
    'forms',
    MOST_FORMS,
    /Limit of 2 sign-up forms/,
    (size) => `{ ${times(size, (at) => `a${at}: portal(slug: "x") { signUpFields { key } }`)} }`,
  ],
  // Two fields of each item of a page are 5 points an item.
  [
    'points',
    MOST_COST,
    /Cost limit of 25000/,
    (size) =>
      `{ developers(first: ${Math.floor(size / 5)}) { a: totalCount b: totalCount } ${'__typename '.repeat(size % 5)} }`,
  ],
])('a document can have so many %s: %i, and not one more', async (_, bound, refusal, document) => {
  const isRefused = async (size: number) => refusal.test((await gatehouse.graphql(document(size))).text);
  expect([await isRefused(bound), await isRefused(bound + 1)]).toEqual([false, true]);
});

test('an answer lists 10 errors, and the middle of a message beyond 600 characters is left out', async () => {
  const unknown = (size: number) => Object.fromEntries(Array.from({ length: size }, (_, at) => [`field${at}`, at]));
  const document = 'mutation($i: EndLinkInput!) { endLink(input: $i) { __typename } }';
  const listed = async (size: number) =>
    (await gatehouse.graphql(document, { i: { token: 'x', ...unknown(size) } })).errors.length;
  expect([MOST_ERRORS, await listed(MOST_ERRORS), await listed(MOST_ERRORS + 1)]).toEqual([10, 10, 10]);
  const message = async (size: number) =>
    (await gatehouse.graphql('query($slug: String!) { portal(slug: $slug) { name } }', { slug: [x(size)] })).errors[0]
      ?.message ?? '';
  const size = Math.floor(
    (LONGEST_MESSAGE - (await message(0)).length) / ((await message(1)).length - (await message(0)).length),
  );
  expect(await message(size)).not.toContain(' ... ');
  expect(await message(size + 1)).toMatch(/^.{300} \.\.\. .{300}$/);
});

test('a back-channel log-out has 64 kB at most', async () => {
  const start = `logout_token=${await issuer.logoutToken()}&x=`;
  const send = async (size: number) => {
    const body = start.padEnd(size, 'x');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return (await fetch(`${gatehouse.url}/sso/demo/${connection.id}/back-channel-logout`, { method: 'POST', headers, body }))
      .status;
  };
  expect([LONGEST_FORM, await send(LONGEST_FORM), await send(LONGEST_FORM + 1)]).toEqual([65_536, 200, 400]);
});

test.each([
  ['discovery', MOST_DISCOVERY, '/.well-known/openid-configuration'],
  ['jwks', MOST_KEYS, '/jwks'],
] as const)('a provider can answer %s with %i bytes, and not with one more', async (endpoint, most, path) => {
  const ends = [];
  for (const more of [0, 1]) {
    const provider = await startIssuer();
    const { startUrl, ...at } = await connect(gatehouse, provider);
    provider.behave({ [endpoint]: { padding: '' } });
    const bare = (await (await fetch(provider.url + path)).text()).length;
    provider.behave({ [endpoint]: { padding: x(most - bare + more) } });
    expect((await (await fetch(provider.url + path)).text()).length).toBe(most + more);
    const start = await openBrowser().visit(startUrl);
    ends.push(endpoint === 'jwks' ? failure((await comeIn({ startUrl, ...at })).end) : failure(start));
  }
  expect(ends).toEqual([null, 'UNAVAILABLE']);
});

test('any other answer of a provider has 1 MiB at most', async () => {
  const server = createServer((request, response) => response.end(x(Number(request.url?.slice(1)))));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const host = `localhost:${typeof address === 'object' ? address?.port : ''}`;
  const { fetch: guarded } = gatehouse.app.providers.guard;
  expect((await (await guarded(`http://${host}/${MOST_ANSWER}`, host)).text()).length).toBe(1024 * 1024);
  await expect(guarded(`http://${host}/${MOST_ANSWER + 1}`, host)).rejects.toThrow();
  server.close();
});
