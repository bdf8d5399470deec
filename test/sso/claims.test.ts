import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { testConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { comeIn, connect, failure, sessionOf } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

beforeEach(() => issuer.behave());

/** Comes in as somebody of whom the provider says this. @returns the name and the groups that are kept */
async function kept(sub: string, claims: object, { at = connection, onlyInIdToken }: Partial<Options> = {}) {
  const person = { sub, name: 'Ada', email: `${sub}@claims.test`, email_verified: true, ...claims };
  issuer.behave({ person, ...(onlyInIdToken && { onlyInIdToken }) });
  const { end, browser } = await comeIn(at);
  expect(failure(end)).toBeNull();
  const { data } = await gatehouse.graphql<{ me: { fullName: string; ssoIdentities: { groups: string[] }[] } }>(
    '{ me(portal: "demo") { fullName ssoIdentities { groups } } }',
    {},
    { cookie: sessionOf(browser) },
  );
  return { fullName: data.me.fullName, groups: data.me.ssoIdentities[0]?.groups };
}

type Options = { at: typeof connection; onlyInIdToken: string[] };

test.each([
  ['a list', ['makers', 'admirals'], ['makers', 'admirals']],
  ['one text, which is one group', 'makers and admirals', ['makers and admirals']],
  ['a list with what is no group', ['makers', 7, null, '', { name: 'x' }, ['y'], 'makers'], ['makers']],
  ['nothing', undefined, []],
  ['null', null, []],
  ['an object', { makers: true }, []],
])('groups as %s', async (what, groups, expected) => {
  const sub = `groups-${what.replaceAll(/\W/g, '')}`;
  await kept(sub, { groups: ['before'] });
  expect((await kept(sub, { groups })).groups).toEqual(expected);
});

test('groups that are too many to name stay as they were, until the provider names them again', async () => {
  const tooMany = {
    groups: undefined,
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: { endpoint: 'https://x.test' } },
  };
  expect((await kept('overage', tooMany)).groups).toEqual([]);
  await kept('overage', { groups: ['makers'] });
  expect((await kept('overage', tooMany)).groups).toEqual(['makers']);
  expect((await kept('overage', { ...tooMany, groups: ['admirals'] })).groups).toEqual(['admirals']);
  const onlyInIdToken = ['sub', 'email', 'email_verified', 'name'];
  expect((await kept('overage', tooMany, { onlyInIdToken })).groups).toEqual(['admirals']);
  for (const other of [{ _claim_names: { roles: 'src1' } }, { _claim_names: ['groups'] }, { _claim_names: 'groups' }]) {
    await kept('overage', { groups: ['makers'] });
    expect((await kept('overage', { groups: undefined, ...other })).groups).toEqual([]);
  }
});

test('a claim within another is named by the way to it, in the ID token or at the userinfo endpoint', async () => {
  const claims = { groups: 'realm_access.roles', name: 'profile.names.display' };
  const at = await connect(gatehouse, issuer, { claims });
  const said = { name: 'No', realm_access: { roles: ['makers'] }, profile: { names: { display: 'Ada Lovelace' } } };
  const expected = { fullName: 'Ada Lovelace', groups: ['makers'] };
  expect(await kept('nested', said, { at })).toEqual(expected);
  expect(await kept('nested-elsewhere', said, { at, onlyInIdToken: ['sub', 'email', 'email_verified'] })).toEqual(expected);
  for (const realm_access of [null, 'roles', ['roles'], { roles: null }, {}]) {
    expect([realm_access, (await kept('nested', { ...said, realm_access }, { at })).groups]).toEqual([realm_access, []]);
  }
});

test('a claim of that very name goes first, and what is no claim is none', async () => {
  const at = await connect(gatehouse, issuer, { claims: { groups: 'https://acme.test/groups' } });
  expect(
    (await kept('named', { 'https://acme.test/groups': ['a'], 'https://acme': { 'test/groups': ['b'] } }, { at })).groups,
  ).toEqual(['a']);
  const odd = await connect(gatehouse, issuer, { claims: { groups: 'constructor.name', name: 'sub.length' } });
  expect(await kept('odd', {}, { at: odd })).toEqual({ fullName: 'odd', groups: [] });
});

test('a trial names all claims by the way to them, and those that are too many to name', async () => {
  const deep = { a: { b: { c: { d: 'x' } } } };
  issuer.behave({
    person: {
      sub: 'trial',
      email: 'trial@claims.test',
      realm_access: { roles: ['makers'] },
      deep,
      _claim_names: { groups: 'src1' },
      none: {},
    },
  });
  const { trialUrl, trial } = await testConnection(gatehouse, connection.id, admin);
  const browser = openBrowser();
  const start = await browser.visit(trialUrl ?? '');
  const back = await browser.visit(start.location ?? '');
  await browser.visit(back.location ?? '');
  const { data } = await gatehouse.graphql<{ ssoTrial: { claims: { groups: string[]; otherClaims: string[] } } }>(
    'query($id: ID!) { ssoTrial(id: $id) { claims { groups otherClaims } } }',
    { id: trial?.id },
    { token: admin },
  );
  const { groups, otherClaims } = data.ssoTrial.claims;
  expect(groups).toEqual([]);
  expect(otherClaims).toEqual(expect.arrayContaining(['realm_access.roles', 'deep.a.b.c', '_claim_names.groups', 'none']));
});
