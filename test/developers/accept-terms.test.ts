import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { ConsentOfDocument, MyConsentDocument } from '../generated/operations.ts';
import { addAdmin, createPortal, deleteDevelopers, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal } from '../kit/mutate.ts';
import { acceptTerms, deleteAccount } from '../kit/own-account.ts';
import { developerId, loggedInPerson, mailedToken, peopleOfEachKind, signUp, verifyEmail } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const FIRST = { version: '2026-11', url: 'https://demo.test/terms/1' };
const SECOND = { version: '2027-01', url: 'https://demo.test/terms/2' };

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);
const people = await peopleOfEachKind(gatehouse, admin);
// Registered while there were no terms, as somebody who comes in by another way.
const early = await loggedInPerson(gatehouse, 'early@terms.test', admin);

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM mail_bounds');
  await updatePortal(gatehouse, { terms: FIRST }, admin);
});

const terms = async (slug = 'demo') =>
  (await gatehouse.graphql<{ portal: object | null }>(`{ portal(slug: "${slug}") { terms { version url } } }`)).data.portal;

const mine = async (token: string) =>
  present((await gatehouse.graphql(MyConsentDocument, { portal: 'demo' }, { token })).data.me);

async function seen(email: string) {
  const id = await developerId(gatehouse, email);
  return present((await gatehouse.graphql(ConsentOfDocument, { id }, { token: admin })).data.developer);
}

test('a portal has terms or none, and anyone can read which', async () => {
  expect(await terms()).toEqual({ terms: FIRST });
  await updatePortal(gatehouse, { name: 'Demo' }, admin);
  expect(await terms()).toEqual({ terms: FIRST });
  await updatePortal(gatehouse, { terms: null }, admin);
  expect([await terms(), await terms('second')]).toEqual([{ terms: null }, { terms: null }]);
});

test.each([
  [{ version: '' }, 'version'],
  [{ version: 'two\nlines' }, 'version'],
  [{ version: 'x'.repeat(65) }, 'version'],
  [{ url: 'javascript:alert(1)' }, 'url'],
  [{ url: '/terms' }, 'url'],
])('terms of %j are refused', async (wrong, field) => {
  expect(await updatePortal(gatehouse, { terms: { ...SECOND, ...wrong } }, admin)).toMatchObject({
    __typename: 'InvalidInput',
    issues: [{ path: ['terms', field] }],
  });
  expect(await terms()).toEqual({ terms: FIRST });
});

test.each(['https://demo.test/terms/', 'https://demo.test/legal?next=/#terms'])(
  'terms stand where the portal says: %s',
  async (url) => {
    await updatePortal(gatehouse, { terms: { ...FIRST, url } }, admin);
    expect(await terms()).toEqual({ terms: { ...FIRST, url } });
  },
);

test.each([
  [null, 'NOT_ACCEPTED', 'Accept the terms of use.'],
  ['', 'NOT_ACCEPTED', 'Accept the terms of use.'],
  [SECOND.version, 'OUTDATED', 'The terms of use have changed. Load this page again to read them.'],
  [`${FIRST.version} `, 'OUTDATED', 'The terms of use have changed. Load this page again to read them.'],
  ['\u0000\ud800', 'OUTDATED', 'The terms of use have changed. Load this page again to read them.'],
])(
  'S7: a click that accepts %j is refused, beside what else is wrong, and the link is as good as before',
  async (acceptedTerms, code, message) => {
    const issue = { path: ['acceptedTerms'], code, message, parameters: [] };
    const email = `refused-${randomUUID()}@terms.test`;
    await signUp(gatehouse, email);
    const token = await mailedToken(gatehouse, email);
    expect((await refusal(verifyEmail(gatehouse, token, { acceptedTerms }), 'InvalidInput')).issues).toEqual([issue]);
    const both = await refusal(
      verifyEmail(gatehouse, token, { acceptedTerms, fullName: '', answers: [{ field: 'none', value: 'x' }] }),
      'InvalidInput',
    );
    expect(both.issues?.map(({ path }) => path)).toEqual([['fullName'], ['answers', 'none'], ['acceptedTerms']]);
    expect(await seen(email)).toEqual({ acceptedTerms: [], currentTermsAccepted: false });
    expect(await verifyEmail(gatehouse, token, { acceptedTerms: FIRST.version })).toMatchObject({
      __typename: 'VerifyEmailSuccess',
    });
    expect(await verifyEmail(gatehouse, token, { acceptedTerms })).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  },
);

test('R1, R6: with terms, too, a sign-up asks for none, and the response is the same for every kind of address', async () => {
  const document = `mutation($input: SignUpInput!) { signUp(input: $input) { __typename ... on SignUpSuccess { email } ... on InvalidInput { issues { path message } } } }`;
  const responses = [];
  for (const email of Object.values(people)) {
    const input = { portal: 'demo', email, fullName: 'Ada' };
    const { status, names, body } = comparable(await gatehouse.graphql(document, { input }));
    responses.push(JSON.stringify({ status, names, body: body.replace(email, '<address>') }));
  }
  expect(new Set(responses).size).toBe(1);
  expect(responses[0]).toContain('SignUpSuccess');
});

test('S7: consent is kept with version and address of the terms, and the time of the click', async () => {
  await signUp(gatehouse, 'ada@terms.test');
  const token = await mailedToken(gatehouse, 'ada@terms.test');
  await updatePortal(gatehouse, { terms: SECOND }, admin);
  const [from] = await gatehouse.sql<{ now: Date }>('SELECT now()');
  await verifyEmail(gatehouse, token, { acceptedTerms: SECOND.version });
  const [until] = await gatehouse.sql<{ now: Date }>('SELECT now()');
  await updatePortal(gatehouse, { terms: FIRST }, admin);
  await verifyEmail(gatehouse, token, { acceptedTerms: FIRST.version });
  const { acceptedTerms, currentTermsAccepted } = await seen('ada@terms.test');
  expect(acceptedTerms).toEqual([{ ...SECOND, acceptedAt: expect.any(String) }]);
  const at = new Date(present(acceptedTerms[0]?.acceptedAt)).getTime();
  expect(at).toBeGreaterThanOrEqual((from?.now.getTime() ?? 0) - 1);
  expect(at).toBeLessThanOrEqual((until?.now.getTime() ?? 0) + 1);
  expect(currentTermsAccepted).toBe(false);
});

test('new terms wait to be accepted; those of before stay as evidence', async () => {
  const { token } = early;
  expect(await mine(token)).toEqual({ acceptedTerms: [], currentTermsAccepted: false });
  expect(await acceptTerms(gatehouse, { token }, FIRST.version)).toMatchObject({ __typename: 'AcceptTermsSuccess' });
  const [before] = (await mine(token)).acceptedTerms;
  await acceptTerms(gatehouse, { token }, FIRST.version);
  expect(await mine(token)).toEqual({ acceptedTerms: [before], currentTermsAccepted: true });

  await updatePortal(gatehouse, { terms: SECOND }, admin);
  expect((await mine(token)).currentTermsAccepted).toBe(false);
  for (const version of [FIRST.version, '', 'x\u0000']) {
    expect(await acceptTerms(gatehouse, { token }, version)).toMatchObject({ issues: [{ path: ['version'] }] });
  }
  await Promise.all(Array.from({ length: 5 }, () => acceptTerms(gatehouse, { token }, SECOND.version)));
  expect(await mine(token)).toMatchObject({ acceptedTerms: [SECOND, FIRST], currentTermsAccepted: true });

  await updatePortal(gatehouse, { terms: null }, admin);
  expect((await mine(token)).currentTermsAccepted).toBe(true);
  expect(await acceptTerms(gatehouse, { token }, SECOND.version)).toMatchObject({ __typename: 'InvalidInput' });
});

test('a portal without terms asks for none', async () => {
  expect(await signUp(gatehouse, 'none@terms.test', { portal: 'second' })).toMatchObject({ __typename: 'SignUpSuccess' });
  const token = await mailedToken(gatehouse, 'none@terms.test');
  expect(await verifyEmail(gatehouse, token, { acceptedTerms: 'gone' })).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  expect(await gatehouse.sql("SELECT 1 FROM accepted_terms WHERE version = 'gone'")).toEqual([]);
});

test('strangers, admins and people of another portal accept nothing', async () => {
  for (const options of [{}, { token: admin }]) {
    expect(await acceptTerms(gatehouse, options, FIRST.version)).toMatchObject({ __typename: 'NotAllowed' });
  }
  const { token } = early;
  expect(await acceptTerms(gatehouse, { token }, FIRST.version, 'second')).toMatchObject({ __typename: 'NotAllowed' });
  const viewer = await addAdmin(gatehouse, 'viewer@terms.test', 'VIEWER', 'demo');
  expect(await updatePortal(gatehouse, { terms: SECOND }, viewer)).toMatchObject({ __typename: 'NotAllowed' });
});

test('accepted terms are deleted with the developer; decisions stay', async () => {
  const [mine, theirs] = [await loggedInWithConsent('mine@terms.test'), await loggedInWithConsent('theirs@terms.test')];
  const consents = () => gatehouse.sql('SELECT 1 FROM accepted_terms WHERE developer_id = ANY ($1)', [[mine.id, theirs.id]]);
  expect(await consents()).toHaveLength(2);
  await deleteAccount(gatehouse, { token: mine.token });
  await deleteDevelopers(gatehouse, [theirs.id], admin);
  expect(await consents()).toEqual([]);
  expect(await gatehouse.sql('SELECT 1 FROM decisions WHERE developer_id = ANY ($1)', [[mine.id, theirs.id]])).toHaveLength(2);
});

async function loggedInWithConsent(email: string) {
  await updatePortal(gatehouse, { terms: null }, admin);
  const person = await loggedInPerson(gatehouse, email, admin);
  await updatePortal(gatehouse, { terms: FIRST }, admin);
  await acceptTerms(gatehouse, { token: person.token }, FIRST.version);
  return person;
}
