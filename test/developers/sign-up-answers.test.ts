import { beforeEach, expect, test } from 'vitest';
import type { AnswerInput, SignUpFieldInput } from '../generated/operations.ts';
import { openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal } from '../kit/mutate.ts';
import { confirmEmailChange, requestEmailChange } from '../kit/own-account.ts';
import {
  developerId,
  loggedInPerson,
  mailedToken,
  peopleOfEachKind,
  resendVerification,
  signUp,
  verifyEmail,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const people = await peopleOfEachKind(gatehouse, admin);
const mover = await loggedInPerson(gatehouse, 'mover@answers.test', admin);

const FIELDS: SignUpFieldInput[] = [
  { key: 'company', label: 'Company', kind: 'TEXT', required: true, maxLength: 40 },
  { key: 'vat-id', label: 'VAT ID', kind: 'TEXT', pattern: '[A-Z]{2}\\d{9}|none', patternHint: 'Two letters, nine digits.' },
  { key: 'greedy', label: 'Greedy', kind: 'TEXT', pattern: '(a+)+$' },
  { key: 'use', label: 'Use', kind: 'CHOICE', choices: ['Work', 'Play'] },
  { key: 'adult', label: 'Adult', kind: 'BOOLEAN', required: true },
  { key: 'news', label: 'News', kind: 'BOOLEAN' },
  { key: 'website', label: 'Website', kind: 'URL' },
  { key: 'constructor', label: 'Constructor', kind: 'TEXT' },
  { key: 'contract', label: 'Contract', kind: 'TEXT', editableBy: 'ADMINS' },
];
const GOOD: AnswerInput[] = [
  { field: 'company', value: ' Analytical Engines ' },
  { field: 'adult', value: true },
];

beforeEach(async () => {
  await setSignUpFields(gatehouse, FIELDS, admin);
  await gatehouse.sql('DELETE FROM mail_bounds');
});

type Seen = { fullName: string; emailVerified: boolean; answers: { field: string; label: string; value: string | boolean }[] };

/** What admins see of a registration. */
async function seen(email: string): Promise<Seen> {
  const document = 'query($id: ID!) { developer(id: $id) { fullName emailVerified answers { field label value } } }';
  const id = await developerId(gatehouse, email);
  return present((await gatehouse.graphql<{ developer: Seen | null }>(document, { id }, { token: admin })).data.developer);
}

/** What is kept of the answers, once the link is clicked. */
async function kept(email: string, answers: AnswerInput[]) {
  expect(await signUp(gatehouse, email, { answers })).toMatchObject({ __typename: 'SignUpSuccess' });
  await verifyEmail(gatehouse, await mailedToken(gatehouse, email));
  return Object.fromEntries((await seen(email)).answers.map(({ field, value }) => [field, value]));
}

test('answers of every kind are kept as they are meant, once the link is clicked', async () => {
  const answers = [
    ...GOOD,
    { field: 'vat-id', value: 'DE123456789' },
    { field: 'use', value: 'Play' },
    { field: 'news', value: false },
    { field: 'website', value: ' HTTPS://Engines.example/about?x=1#top ' },
    { field: 'constructor', value: 'Cafe\u0301 <b>&amp;</b> "quoted"' },
    { field: 'greedy', value: null },
  ];
  expect(await kept('every@kind.test', answers)).toEqual({
    company: 'Analytical Engines',
    'vat-id': 'DE123456789',
    use: 'Play',
    adult: true,
    news: false,
    website: 'https://engines.example/about?x=1#top',
    constructor: 'Caf\u00e9 <b>&amp;</b> "quoted"',
  });
  const { answers: shown } = await seen('every@kind.test');
  expect(shown.map(({ label }) => label)).toEqual(['Company', 'VAT ID', 'Use', 'Adult', 'News', 'Website', 'Constructor']);
});

test('an empty answer counts as no answer where none is required', async () => {
  const empty = FIELDS.slice(1, 8)
    .filter(({ key }) => key !== 'adult')
    .map(({ key }, at) => ({ field: key, ...(at % 2 ? { value: null } : { value: ' ' }) }));
  expect(await kept('empty@kind.test', [...GOOD, ...empty])).toEqual({ company: 'Analytical Engines', adult: true });
});

test.each<[string, AnswerInput, string]>([
  ['a required text that is empty', { field: 'company', value: '' }, 'Must not be empty.'],
  ['a required text of white space', { field: 'company', value: ' \t' }, 'Must not be empty.'],
  ['a required text that is null', { field: 'company', value: null }, 'Must not be empty.'],
  ['41 characters', { field: 'company', value: 'x'.repeat(41) }, 'Must have at most 40 characters.'],
  ['257 characters where the field names no length', { field: 'constructor', value: 'x'.repeat(257) }, 'at most 256'],
  ['a line break', { field: 'company', value: 'two\nlines' }, 'control characters'],
  ['NUL', { field: 'company', value: 'nul\u0000' }, 'control characters'],
  ['NEL', { field: 'company', value: 'nel\u0085here' }, 'control characters'],
  ['half a character', { field: 'company', value: 'half \ud800' }, 'Contains an incomplete character.'],
  ['true for a text', { field: 'company', value: true }, 'Must be text.'],
  ['a text that does not match', { field: 'vat-id', value: 'DE12345678' }, 'Two letters, nine digits.'],
  ['a text of which a part matches', { field: 'vat-id', value: 'DE1234567890' }, 'Two letters, nine digits.'],
  ['a text of which a part matches the other half', { field: 'vat-id', value: 'none at all' }, 'Two letters, nine digits.'],
  ['what would take a backtracking matcher for ever', { field: 'greedy', value: `${'a'.repeat(255)}!` }, 'form'],
  ['no choice', { field: 'use', value: 'work' }, 'Must be one of the choices.'],
  ['true for a choice', { field: 'use', value: true }, 'Must be text.'],
  ['a required boolean that is false', { field: 'adult', value: false }, 'Must be confirmed.'],
  ['a required boolean that is null', { field: 'adult', value: null }, 'Must be confirmed.'],
  ['a text for a boolean', { field: 'news', value: 'true' }, 'Must be true or false.'],
  ['a script', { field: 'website', value: 'javascript:alert(1)' }, 'Must be a URL'],
  ['ftp', { field: 'website', value: 'ftp://example.com' }, 'Must be a URL'],
  ['an address without a scheme', { field: 'website', value: 'example.com' }, 'Must be a URL'],
  ['an address without slashes', { field: 'website', value: 'https:example.com' }, 'Must be a URL'],
  ['an address with a password', { field: 'website', value: 'https://user:pw@example.com' }, 'Must be a URL'],
  ['an address with a line break', { field: 'website', value: 'https://exa\nmple.com' }, 'Must be a URL'],
  ['an address of half characters', { field: 'website', value: 'https://example.com/\ud800' }, 'Must be a URL'],
  [
    'a long address',
    { field: 'website', value: `https://example.com/${'x'.repeat(2_000)}` },
    'Must have at most 2000 characters.',
  ],
  ['a field that is not there', { field: 'nowhere', value: 'x' }, 'There is no such field.'],
  ['a name that objects have', { field: 'toString', value: 'x' }, 'There is no such field.'],
  ['a field that only admins answer', { field: 'contract', value: 'x' }, 'There is no such field.'],
])('%s is refused beside its field', async (_, answer, message) => {
  const answers = [...GOOD.filter(({ field }) => field !== answer.field), answer];
  const refused = await refusal(signUp(gatehouse, 'wrong@kind.test', { answers }), 'InvalidInput');
  expect(refused.issues).toMatchObject([{ path: ['answers', answer.field], message: expect.stringContaining(message) }]);
  expect(await gatehouse.sql("SELECT 1 FROM developers WHERE email = 'wrong@kind.test'")).toEqual([]);
});

test('all that is wrong is named at once, and each field is answered once', async () => {
  const answers: AnswerInput[] = [
    { field: 'use', value: 'Fun' },
    { field: 'adult', value: true },
    { field: 'adult', value: false },
    { field: 'nowhere' },
  ];
  const refused = await refusal(
    signUp(gatehouse, 'no address', { fullName: '', answers, returnTo: 'https://evil.test' }),
    'InvalidInput',
  );
  expect(refused.issues?.map(({ path }) => path.join('.'))).toEqual([
    'email',
    'fullName',
    'returnTo',
    'answers.use',
    'answers.adult',
    'answers.nowhere',
    'answers.company',
  ]);
  const twice = await refusal(
    signUp(gatehouse, 'twice@kind.test', { answers: [...GOOD, { field: 'company', value: 'Another' }] }),
    'InvalidInput',
  );
  expect(twice.issues).toMatchObject([
    { path: ['answers', 'company'], code: 'DUPLICATE', message: 'This field is answered twice.' },
  ]);
  const many = Array.from({ length: 1_000 }, () => ({ field: 'company', value: 'x' }));
  expect(await signUp(gatehouse, 'many@kind.test', { answers: many })).toMatchObject({ issues: [{ path: ['answers'] }] });
});

test('a client that asks for the message alone can tell which field each sentence is about', async () => {
  const answers = [
    { field: 'company', value: '' },
    { field: 'vat-id', value: 'x' },
    { field: 'adult', value: true },
  ];
  const { message } = await refusal(signUp(gatehouse, 'message@kind.test', { fullName: '', answers }), 'InvalidInput');
  expect(message).toBe('fullName: Enter a name. answers.company: Must not be empty. answers.vat-id: Two letters, nine digits.');
});

test.each([[1], [1.5], [{}], [['x']], [[true]]])('R57: %j in the place of an answer is refused as input', async (value) => {
  const input = { portal: 'demo', email: 'typed@kind.test', fullName: 'Ada', answers: [{ field: 'company', value }] };
  const document = 'mutation($input: SignUpInput!) { signUp(input: $input) { __typename } }';
  const { status, data, errors } = await gatehouse.graphql(document, { input });
  expect([status, data]).toEqual([400, undefined]);
  expect(errors[0]?.message).toContain('invalid value');
  const inline = `mutation { signUp(input: { portal: "demo", email: "typed@kind.test", fullName: "Ada", answers: [{ field: "company", value: ${JSON.stringify(value)} }] }) { __typename } }`;
  const written = await gatehouse.graphql(inline);
  expect([written.data, written.errors.length]).toEqual([undefined, 1]);
});

test('R1, R6: whatever the answers, the response is the same for every kind of address', async () => {
  const document = `mutation($input: SignUpInput!) { signUp(input: $input) { __typename ... on SignUpSuccess { email } ... on InvalidInput { issues { path message } } ... on Error { message } } }`;
  const bad = [{ field: 'adult', value: false }, { field: 'nowhere' }];
  for (const answers of [GOOD, bad]) {
    const responses = [];
    for (const email of Object.values(people)) {
      const input = { portal: 'demo', email, fullName: 'Ada Lovelace', answers };
      const { status, names, body } = comparable(await gatehouse.graphql(document, { input }));
      responses.push(JSON.stringify({ status, names, body: body.replace(email, '<address>') }));
    }
    expect([responses.length, new Set(responses).size]).toEqual([6, 1]);
  }
});

test('answers belong to the link that was mailed for them: the clicked one counts, and what the others carried is gone', async () => {
  const email = 'owner@race.test';
  const said = (company: string) => [
    { field: 'company', value: company },
    { field: 'adult', value: true },
  ];
  await signUp(gatehouse, email, { answers: [...said('First'), { field: 'use', value: 'Work' }] });
  const first = await mailedToken(gatehouse, email);
  await signUp(gatehouse, email, { fullName: 'Mallory', answers: said('Second') });
  const second = await mailedToken(gatehouse, email);
  // Anyone may have filled in the form: until it is clicked, admins see no answer.
  expect(await seen(email)).toMatchObject({ emailVerified: false, answers: [] });

  await verifyEmail(gatehouse, first);
  const clicked = { fullName: 'Ada Lovelace', emailVerified: true };
  expect(await seen(email)).toMatchObject({ ...clicked, answers: [{ value: 'First' }, { value: 'Work' }, { value: true }] });
  await verifyEmail(gatehouse, second);
  await signUp(gatehouse, email, { answers: said('Third') });
  expect(await seen(email)).toMatchObject({ ...clicked, answers: [{ value: 'First' }, { value: 'Work' }, { value: true }] });
  expect((await gatehouse.sql("SELECT 1 FROM tokens WHERE form::text ~ 'Second|Third'")).length).toBe(0);
});

test('a link that is mailed again carries the last answers', async () => {
  await signUp(gatehouse, 'again@race.test', { answers: GOOD });
  await resendVerification(gatehouse, 'again@race.test');
  await verifyEmail(gatehouse, await mailedToken(gatehouse, 'again@race.test'));
  expect((await seen('again@race.test')).answers).toMatchObject([{ value: 'Analytical Engines' }, { value: true }]);
});

test('a click after the portal asks for something else succeeds, and keeps what still fits', async () => {
  const email = 'late@race.test';
  const answers = [
    ...GOOD,
    { field: 'use', value: 'Play' },
    { field: 'vat-id', value: 'none' },
    { field: 'news', value: true },
  ];
  await signUp(gatehouse, email, { answers });
  await setSignUpFields(
    gatehouse,
    [
      { key: 'company', label: 'Organisation', kind: 'TEXT', required: true },
      { key: 'use', label: 'Use', kind: 'CHOICE', choices: ['Work', 'Study'], required: true },
      { key: 'vat-id', label: 'VAT ID', kind: 'TEXT', pattern: '\\d+' },
      { key: 'adult', label: 'Adult', kind: 'TEXT' },
      { key: 'news', label: 'News', kind: 'BOOLEAN', editableBy: 'ADMINS' },
      { key: 'new', label: 'New', kind: 'TEXT', required: true },
    ],
    admin,
  );
  expect(await verifyEmail(gatehouse, await mailedToken(gatehouse, email))).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  expect((await seen(email)).answers).toEqual([{ field: 'company', label: 'Organisation', value: 'Analytical Engines' }]);
});

test('a link from before there were answers still works', async () => {
  await signUp(gatehouse, 'old@race.test', { answers: GOOD });
  await gatehouse.drain();
  await gatehouse.sql(
    "UPDATE tokens SET form = form - 'answers' - 'acceptedTerms' WHERE form->>'typedEmail' = 'old@race.test'",
  );
  const answer = await verifyEmail(gatehouse, await mailedToken(gatehouse, 'old@race.test'));
  expect([answer.__typename, (await seen('old@race.test')).answers]).toEqual(['VerifyEmailSuccess', []]);
});

test('verifying an email address in another way takes nothing from the form', async () => {
  await signUp(gatehouse, 'taken@answers.test', { answers: GOOD });
  await requestEmailChange(gatehouse, { token: mover.token }, 'taken@answers.test');
  expect(await confirmEmailChange(gatehouse, await mailedToken(gatehouse, 'taken@answers.test'))).toMatchObject({
    __typename: 'ConfirmEmailChangeSuccess',
  });
  expect(await seen('taken@answers.test')).toMatchObject({ emailVerified: true, answers: [] });
  expect(await gatehouse.sql("SELECT 1 FROM tokens WHERE form->>'typedEmail' = 'taken@answers.test'")).toEqual([]);
});

test('R67: no answer stands in the log', () => {
  expect(gatehouse.logs.filter((line) => /Analytical|DE123456789|engines\.example/.test(line))).toEqual([]);
});

test('a choice is the same however its accents were typed, by the owner and on the form', async () => {
  const [composed, apart] = ['Caf\u00e9', ' Cafe\u0301 '];
  for (const named of [composed, apart]) {
    await setSignUpFields(gatehouse, [{ key: 'where', label: 'Where', kind: 'CHOICE', choices: [named] }], admin);
    for (const [at, value] of [composed, apart].entries()) {
      await gatehouse.sql('DELETE FROM mail_bounds');
      expect(await kept(`accent-${at}-${named.length}@choice.test`, [{ field: 'where', value }])).toEqual({ where: composed });
    }
  }
});
