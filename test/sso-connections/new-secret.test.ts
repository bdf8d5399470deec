import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { connectionsOf, updateConnection, wayIn } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import type { AnyAnswer } from '../kit/mutate.ts';
import { succeed } from '../kit/mutate.ts';
import { comeIn, failure, goToProvider, whoIs } from '../kit/sso.ts';

const FIRST = 'the-first-secret';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
const settings = { issuer: issuer.url, clientId: issuer.clientId, clientSecret: FIRST };
let id: string;

const connection = () => ({ id, portal: 'demo', startUrl: `${gatehouse.url}/sso/demo/${id}/start` });

const change = (input: object) => updateConnection(gatehouse, id, input, admin);

const testedAt = async () =>
  (await connectionsOf(gatehouse, { token: admin }))?.find((connection) => connection.id === id)?.testedAt;

/** Of a refusal: what it says of which input. */
const said = ({ issues }: AnyAnswer) => issues?.map(({ path, message }) => [path.join('.'), message]);

beforeEach(async () => {
  issuer.behave();
  issuer.clientSecret = FIRST;
  id = await wayIn(gatehouse, admin, settings);
  await updatePortal(gatehouse, { passwordLogin: false }, admin);
});

afterEach(async () => {
  await updatePortal(gatehouse, { passwordLogin: true }, admin);
  await gatehouse.sql('DELETE FROM sso_connections');
});

test('with passwords off, the only connection takes a new secret that the provider accepts, and people go on coming in', async () => {
  const [before, way] = [await testedAt(), await goToProvider(connection())];
  issuer.clientSecret = 'the-second-secret';
  expect(failure((await comeIn(connection())).end)).toBe('MISCONFIGURED');
  expect((await succeed(change({ clientSecret: 'the-second-secret', label: 'Renewed' }))).connection).toMatchObject({
    label: 'Renewed',
    testedAt: before,
  });
  // Also who was on the way already.
  expect(failure(await way.browser.visit(way.callback))).toBeNull();
  expect(await whoIs(gatehouse, (await comeIn(connection())).browser)).toBe('ada@people.test');
});

test.each([
  ['does not accept', 'does not accept this secret', {}],
  ['cannot tell of', 'does not tell whether it accepts this secret', { looksAtCodeFirst: true }],
  ['is too broken to tell of', 'cannot be asked whether it accepts this secret', { trouble: { token: 'broken' } }],
  ['is away to tell of', 'cannot be asked whether it accepts this secret', { trouble: { token: 'down' } }],
] as const)('a secret that the provider %s is refused in plain words, and changes nothing', async (_, words, behaviour) => {
  const before = await testedAt();
  issuer.behave(behaviour);
  const answer = await change({ clientSecret: 'a-wrong-secret', label: 'Not renamed' });
  expect([answer.__typename, said(answer)]).toEqual([
    'InvalidInput',
    [['clientSecret', expect.stringMatching(`^Password log-in is off .* ${words}\\.`)]],
  ]);
  issuer.behave();
  expect(await testedAt()).toBe(before);
  expect(failure((await comeIn(connection())).end)).toBeNull();
});

test('a provider that finds another fault with a made-up code has accepted the client all the same', async () => {
  issuer.clientSecret = 'the-second-secret';
  issuer.behave({ codeRefusal: 'invalid_request' });
  expect((await change({ clientSecret: 'the-second-secret' })).__typename).toBe('UpdateSsoConnectionSuccess');
});

test('a secret proves nothing of what else changes, nor of a connection that was changed meanwhile', async () => {
  const accepted = { clientSecret: FIRST };
  expect(said(await change({ ...accepted, claims: { email: 'upn' } }))?.map(([path]) => path)).toEqual(['claims.email']);
  expect(said(await change({ ...accepted, enabled: false }))?.map(([path]) => path)).toEqual(['enabled']);
  expect(said(await change({ clientSecret: null }))?.map(([path]) => path)).toEqual(['clientSecret']);
  const meanwhile = () => gatehouse.sql("UPDATE sso_connections SET client_id = 'another', updated_at = now()");
  issuer.behave({ meanwhile: { token: meanwhile } });
  expect(said(await change(accepted))?.map(([path]) => path)).toEqual(['clientSecret']);
});

test('where a trial can tell, the provider is not asked', async () => {
  await updatePortal(gatehouse, { passwordLogin: true }, admin);
  const before = issuer.count('token');
  expect((await succeed(change({ clientSecret: 'a-wrong-secret' }))).connection).toMatchObject({ testedAt: null });
  expect(issuer.count('token')).toBe(before);
});

test('beside another way in, a secret that is not accepted has to be tried out, as ever', async () => {
  await wayIn(gatehouse, admin, { ...settings, label: 'Another' });
  expect((await succeed(change({ clientSecret: 'a-wrong-secret' }))).connection).toMatchObject({ testedAt: null });
});

test('R8: neither secret appears in a log or an answer', async () => {
  issuer.clientSecret = 'the-second-secret';
  const answers = [await change({ clientSecret: 'a-wrong-secret' }), await change({ clientSecret: 'the-second-secret' })];
  expect(`${JSON.stringify(answers)}${gatehouse.logs.join()}`).not.toMatch(/wrong-secret|second-secret/);
});
