import { beforeEach, expect, test } from 'vitest';
import { MySsoIdentitiesDocument, SsoTrialDocument } from '../generated/operations.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { testConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { present } from '../kit/present.ts';
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
  const { data } = await gatehouse.graphql(MySsoIdentitiesDocument, { portal: 'demo' }, { cookie: sessionOf(browser) });
  const { fullName, ssoIdentities } = present(data.me);
  return { fullName, groups: ssoIdentities[0]?.groups };
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

test('a claim with exactly that name goes first, and a name without a claim yields nothing', async () => {
  const at = await connect(gatehouse, issuer, { claims: { groups: 'https://acme.test/groups' } });
  expect(
    (await kept('named', { 'https://acme.test/groups': ['a'], 'https://acme': { 'test/groups': ['b'] } }, { at })).groups,
  ).toEqual(['a']);
  const odd = await connect(gatehouse, issuer, { claims: { groups: 'constructor.name', name: 'sub.length' } });
  expect(await kept('odd', {}, { at: odd })).toEqual({ fullName: 'odd', groups: [] });
});

test('fault 4: a userinfo endpoint that fails ends no log-in that needs nothing of it, and the groups stay', async () => {
  const said = { email: 'lone@claims.test' };
  await kept('lone', { ...said, groups: ['before'] });
  for (const trouble of ['broken', 'down', 'not json'] as const) {
    for (const onlyInIdToken of [['sub'], ['sub', 'name'], ['sub', 'name', 'email', 'email_verified']]) {
      issuer.behave({
        person: { sub: 'lone', name: 'Ada', ...said, email_verified: true },
        onlyInIdToken,
        trouble: { userinfo: trouble },
      });
      const { end, browser } = await comeIn(connection);
      expect([trouble, onlyInIdToken, failure(end)]).toEqual([trouble, onlyInIdToken, null]);
      expect(sessionOf(browser)).not.toBe('');
    }
  }
  const groups = await gatehouse.sql("SELECT groups FROM sso_identities WHERE subject = 'lone'");
  expect(groups).toEqual([{ groups: ['before'] }]);
});

test('fault 4: somebody new is registered by what the ID token says, if that is enough', async () => {
  const enough = ['sub', 'name', 'email', 'email_verified'];
  const comeInNew = async (sub: string, onlyInIdToken: string[]) => {
    const person = { sub, name: 'Ada', email: `${sub}@claims.test`, email_verified: true, groups: ['makers'] };
    issuer.behave({ person, onlyInIdToken, trouble: { userinfo: 'broken' } });
    return failure((await comeIn(connection)).end);
  };
  expect(await comeInNew('enough', enough)).toBeNull();
  expect(await comeInNew('nameless', ['sub', 'email', 'email_verified'])).toBeNull();
  expect(await comeInNew('no-address', ['sub', 'name'])).toBe('UNAVAILABLE');
  expect(await comeInNew('not-said', ['sub', 'name', 'email'])).toBe('UNAVAILABLE');
});

test.each([
  ['given and family name', { given_name: 'Ada', family_name: 'Lovelace' }, 'Ada Lovelace'],
  ['a given name alone', { given_name: 'Ada' }, 'Ada'],
  ['a name of blanks beside others', { name: ' \u200b ', given_name: 'Ada', family_name: 'Lovelace' }, 'Ada Lovelace'],
  ['a name with a line break', { name: 'Ada\r\nLovelace\u0007 ' }, 'Ada Lovelace'],
  ['a name too long', { name: 'A'.repeat(300) }, 'A'.repeat(256)],
  ['a name in a list', { name: ['Ada Lovelace'] }, 'Ada Lovelace'],
  ['no name that is text', { name: 7, given_name: { x: 'y' } }, 'fault8-5'],
])('fault 8: %s', async (_, said, expected) => {
  const sub = expected === 'fault8-5' ? expected : `fault8-${_.length}-${_.replaceAll(/\W/g, '')}`.slice(0, 50);
  expect((await kept(sub, { name: undefined, ...said })).fullName).toBe(expected);
});

test.each([
  ['a list', 'emails', { emails: ['', 7, 'list@claims9.test', 'other@claims9.test'] }, 'list@claims9.test'],
  ['with blanks around it', 'mail', { mail: '  blank@claims9.test ' }, 'blank@claims9.test'],
  ['within a list', 'emails.0.value', { emails: [{ value: 'within@claims9.test' }] }, 'within@claims9.test'],
])('fault 9: an address claim that is %s', async (_, email, said, expected) => {
  const at = await connect(gatehouse, issuer, { claims: { email }, verifiedDomains: ['claims9.test'] });
  await kept(`nine-${email}`, { email: undefined, email_verified: undefined, ...said }, { at });
  expect(await gatehouse.sql('SELECT 1 FROM developers WHERE email = $1', [expected])).toHaveLength(1);
});

test('email_verified as text says nothing, so that the domains of the connection decide; false says no', async () => {
  const at = await connect(gatehouse, issuer, { verifiedDomains: ['text.test'] });
  const comesTo = async (sub: string, domain: string, email_verified: unknown) => {
    issuer.behave({ person: { sub, name: 'Ada', email: `${sub}@${domain}`, email_verified } });
    return (await comeIn(at)).end.location?.pathname;
  };
  const [inside, confirm] = ['/p/demo/catalog', '/p/demo/sso-confirm-sent'];
  expect(await comesTo('text-true', 'text.test', 'true')).toBe(inside);
  expect(await comesTo('number', 'text.test', 1)).toBe(confirm);
  expect(await comesTo('text-elsewhere', 'elsewhere.test', 'true')).toBe(confirm);
  expect(await comesTo('text-false', 'text.test', 'false')).toBe(confirm);
  expect(await comesTo('false', 'text.test', false)).toBe(confirm);
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
  const { trialUrl, trial } = await succeed(testConnection(gatehouse, connection.id, admin));
  const browser = openBrowser();
  const start = await browser.visit(trialUrl);
  const back = await browser.visit(present(start.location));
  await browser.visit(present(back.location));
  const { data } = await gatehouse.graphql(SsoTrialDocument, { id: trial.id }, { token: admin });
  const { groups, otherClaims } = present(data.ssoTrial?.claims);
  expect(groups).toEqual([]);
  expect(otherClaims).toEqual(expect.arrayContaining(['realm_access.roles', 'deep.a.b.c', '_claim_names.groups', 'none']));
});
