import { expect, test } from 'vitest';
import { decide, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { loggedInPerson, registeredPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const reading = (language: string, token?: string) => ({ token, headers: { 'accept-language': language } });

const LOG_IN = `mutation ($email: String!) {
  result: logIn(input: { portal: "demo", email: $email, password: "not the right one" }) {
    ... on Error { message } ... on InvalidInput { issues { path message code } }
  }
}`;

type Said = { result: { message: string; issues?: { path: string[]; message: string; code: string }[] } };

const logIn = async (language: string, email = 'nobody@languages.test') =>
  (await gatehouse.graphql<Said>(LOG_IN, { email }, reading(language))).data.result;

test.each([
  ['de', 'Die E-Mail-Adresse oder das Passwort ist falsch.'],
  ['fr, de-AT;q=0.9, en;q=0.8', 'Die E-Mail-Adresse oder das Passwort ist falsch.'],
  ['en;q=0.5, ja', 'メールアドレスまたはパスワードが正しくありません。'],
  ['en-GB, de;q=0.9', 'The email address or the password is wrong.'],
  ['fr', 'The email address or the password is wrong.'],
  ['', 'The email address or the password is wrong.'],
])('a client that reads "%s" is told: %s', async (language, message) => {
  expect(await logIn(language)).toEqual({ message });
});

test('an issue is told in the language by its code, and names its field', async () => {
  expect(await logIn('de', 'no address')).toEqual({
    message: 'email: Das ist keine E-Mail-Adresse wie name@example.com.',
    issues: [{ path: ['email'], code: 'NOT_AN_EMAIL', message: 'Das ist keine E-Mail-Adresse wie name@example.com.' }],
  });
  expect(await logIn('de', `${'a'.repeat(300)}@languages.test`)).toMatchObject({
    issues: [{ code: 'TOO_LONG', message: 'Höchstens 254 Zeichen sind möglich.' }],
  });
});

test('a portal says in its own words what an answer must be', async () => {
  const field = { label: 'VAT ID', kind: 'TEXT' as const, pattern: '[A-Z]{2}' };
  await succeed(
    setSignUpFields(
      gatehouse,
      [
        { key: 'hinted', patternHint: 'Two letters.', ...field },
        { key: 'bare', ...field },
      ],
      admin,
    ),
  );
  const signUp = `mutation { result: signUp(input: { portal: "demo", email: "ada@languages.test", fullName: "Ada",
    answers: [{ field: "hinted", value: "1" }, { field: "bare", value: "1" }] }) {
    ... on InvalidInput { issues { path message code } } } }`;
  const { data } = await gatehouse.graphql<Said>(signUp, {}, reading('de'));
  expect(data.result.issues).toEqual([
    { path: ['answers', 'hinted'], code: 'MALFORMED', message: 'Two letters.' },
    { path: ['answers', 'bare'], code: 'MALFORMED', message: 'Das hat nicht die nötige Form.' },
  ]);
  await succeed(setSignUpFields(gatehouse, [], admin));
});

test('an issue that says another thing than its code has a text of its own', async () => {
  const { token } = await loggedInPerson(gatehouse, 'ada@languages.test', admin);
  const remove = `mutation { result: deleteAccount(input: { portal: "demo", email: "eve@languages.test" }) {
    ... on InvalidInput { issues { path message code } } } }`;
  const own = await gatehouse.graphql<Said>(remove, {}, reading('de', token));
  expect(own.data.result.issues).toEqual([
    { path: ['email'], code: 'NOT_ACCEPTED', message: 'Das ist nicht die E-Mail-Adresse dieses Kontos.' },
  ]);
});

test('a query that fails says it in the language, with the code of before', async () => {
  const { errors } = await gatehouse.graphql('{ admins { totalCount } }', {}, reading('de'));
  expect(errors).toMatchObject([
    { message: 'Sie sind nicht angemeldet oder dürfen das nicht.', extensions: { code: 'NOT_ALLOWED' } },
  ]);
  const { errors: invalid } = await gatehouse.graphql('{ developers(first: -1) { totalCount } }', {}, reading('ja', admin));
  expect(invalid).toMatchObject([
    {
      message: 'first: 0 以上にしてください。',
      extensions: { issues: [{ code: 'TOO_LOW', message: '0 以上にしてください。' }] },
    },
  ]);
});

test('a decision that is repeated by its key tells each caller why, in the language of that call', async () => {
  const { id } = await registeredPerson(gatehouse, 'eve@languages.test');
  await succeed(decide(gatehouse, 'reject', [id], admin));
  const approve = `mutation ($id: ID!) { result: approveDevelopers(input: { ids: [$id], idempotencyKey: "again" }) {
    ... on ApproveDevelopersSuccess { results { error { __typename message } } } } }`;
  const call = async (language: string) => (await gatehouse.graphql(approve, { id }, reading(language, admin))).data;
  const told = (message: string) => ({ result: { results: [{ error: { __typename: 'Conflict', message } }] } });
  expect(await call('en')).toEqual(told('The registration is REJECTED now.'));
  expect(await call('de')).toEqual(told('Die Registrierung ist jetzt REJECTED.'));
  expect(await call('en')).toEqual(told('The registration is REJECTED now.'));
});

test('a decision whose reason a newer release stored is told in the words that it stored', async () => {
  const { id } = await registeredPerson(gatehouse, 'newer@languages.test');
  await succeed(decide(gatehouse, 'reject', [id], admin));
  const approve = `mutation ($id: ID!) { result: approveDevelopers(input: { ids: [$id], idempotencyKey: "of a newer release" }) {
    ... on ApproveDevelopersSuccess { results { error { message } } } } }`;
  await gatehouse.graphql(approve, { id }, reading('en', admin));
  await gatehouse.sql(
    `UPDATE idempotency_keys SET refusals = jsonb_set(refusals, ARRAY[$1, 'said', 'reason'], '"OF_A_NEWER_RELEASE"')
    WHERE key = 'of a newer release'`,
    [id],
  );
  const { data } = await gatehouse.graphql(approve, { id }, reading('de', admin));
  expect(data).toEqual({ result: { results: [{ error: { message: 'The registration is REJECTED now.' } }] } });
});

test('an admin who may not do it yet is told why', async () => {
  const require = `mutation { result: updateInstallation(input: { requireSecondFactor: true }) {
    ... on InvalidInput { issues { path message code } } } }`;
  const { data } = await gatehouse.graphql<Said>(require, {}, reading('de', admin));
  const message = 'Richten Sie zuerst einen eigenen zweiten Faktor ein. Sonst könnten Sie sich nicht mehr anmelden.';
  expect(data.result.issues).toEqual([{ path: ['requireSecondFactor'], code: 'NOT_PERMITTED', message }]);
});
