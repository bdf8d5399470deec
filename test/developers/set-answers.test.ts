import { expect, test } from 'vitest';
import type { AnswerInput, SignUpFieldInput } from '../generated/operations.ts';
import {
  addAdmin,
  createPortal,
  decide,
  deleteDevelopers,
  openDemoPortal,
  setAnswers,
  setSignUpFields,
} from '../kit/admins.ts';
import { beforeCommit } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { changeAnswers } from '../kit/own-account.ts';
import { bearer, developerId, mailedToken, setPassword, signUp, verifyEmail } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', owner);
const approver = await addAdmin(gatehouse, 'approver@sees.test', 'APPROVER', 'demo');
const viewer = await addAdmin(gatehouse, 'viewer@sees.test', 'VIEWER', 'demo');
const stranger = await addAdmin(gatehouse, 'owner-second@sees.test', 'OWNER', 'second');

// Each combination that means something.
const text = { kind: 'TEXT', label: 'Label' } as const;
const FIELDS: SignUpFieldInput[] = [
  { ...text, key: 'open', required: true },
  { ...text, key: 'optional' },
  { ...text, key: 'fixed', editableBy: 'NOBODY' },
  { ...text, key: 'from-admins', editableBy: 'ADMINS' },
  { ...text, key: 'asked-once', visibleTo: 'ADMINS', editableBy: 'NOBODY' },
  { ...text, key: 'internal', visibleTo: 'ADMINS', editableBy: 'ADMINS' },
];
const KEYS = FIELDS.map(({ key }) => key);
await setSignUpFields(gatehouse, FIELDS, owner);

/** Someone who answered all that the form asks, and for whom an admin answered the rest. */
async function answered(email: string): Promise<{ id: string; token: string }> {
  const answers = ['open', 'optional', 'fixed', 'asked-once'].map((field) => ({ field, value: `said ${field}` }));
  await signUp(gatehouse, email, { answers });
  const { passwordToken } = await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, email)), 'passwordToken');
  await gatehouse.drain();
  await setPassword(gatehouse, passwordToken);
  const id = await developerId(gatehouse, email);
  await decide(gatehouse, 'approve', [id], owner);
  await setAnswers(
    gatehouse,
    id,
    [
      { field: 'from-admins', value: 'set' },
      { field: 'internal', value: 'set' },
    ],
    approver,
  );
  const token = await bearer(gatehouse, email);
  return { id, token };
}

type Seen = { answers: { field: string; value: string }[] } | null;

async function seenByAdmin(id: string, token?: string) {
  const document = 'query($id: ID!) { developer(id: $id) { answers { field value } } }';
  const { data } = await gatehouse.graphql<{ developer: Seen }>(document, { id }, { token });
  return data.developer?.answers ?? null;
}

async function seenBySelf(token: string) {
  const { data } = await gatehouse.graphql<{ me: Seen }>('{ me(portal: "demo") { answers { field value } } }', {}, { token });
  return data.me?.answers ?? null;
}

const all = [
  { field: 'open', value: 'said open' },
  { field: 'optional', value: 'said optional' },
  { field: 'fixed', value: 'said fixed' },
  { field: 'from-admins', value: 'set' },
  { field: 'asked-once', value: 'said asked-once' },
  { field: 'internal', value: 'set' },
];

test('the form asks for what is not for admins alone', async () => {
  const { data } = await gatehouse.graphql<{ portal: { signUpFields: { key: string }[] } | null }>(
    '{ portal(slug: "demo") { signUpFields { key } } }',
  );
  expect(data.portal?.signUpFields.map(({ key }) => key)).toEqual(['open', 'optional', 'fixed', 'asked-once']);
});

test('people see what is visible to them, admins of the portal see all, others nothing', async () => {
  const { id, token } = await answered('matrix@sees.test');
  expect(await seenBySelf(token)).toEqual(all.filter(({ field }) => !['asked-once', 'internal'].includes(field)));
  for (const admin of [owner, approver, viewer]) expect(await seenByAdmin(id, admin)).toEqual(all);
  for (const other of [stranger, token, undefined]) expect(await seenByAdmin(id, other)).toBeNull();
});

test('an admin of both portals sees the whole list of answers, and a person who changes some sees only their own part', async () => {
  const { token } = await answered('list@sees.test');
  const { data } = await gatehouse.graphql<{ developers: { edges: { node: Seen }[] } | null }>(
    '{ developers(portal: "demo", filter: { search: "list@sees" }) { edges { node { answers { field value } } } } }',
    {},
    { token: viewer },
  );
  expect(data.developers?.edges[0]?.node?.answers).toEqual(all);
  const { developer } = await succeed(changeAnswers(gatehouse, { token }, [{ field: 'open', value: 'changed' }]));
  expect(developer).toMatchObject({
    answers: [{ value: 'changed' }, { value: 'said optional' }, { value: 'said fixed' }, { value: 'set' }],
  });
});

test('people edit what is theirs to edit; what they may not see is not there for them', async () => {
  const { id, token } = await answered('edits@sees.test');
  const answers = KEYS.map((field) => ({ field, value: 'changed' }));
  expect((await refusal(changeAnswers(gatehouse, { token }, answers), 'InvalidInput')).issues).toMatchObject([
    { path: ['answers', 'fixed'], code: 'READ_ONLY', message: 'You cannot change this.' },
    { path: ['answers', 'from-admins'], code: 'READ_ONLY', message: 'You cannot change this.' },
    { path: ['answers', 'asked-once'], code: 'READ_ONLY', message: 'You cannot change this.' },
    { path: ['answers', 'internal'], code: 'UNKNOWN_FIELD', message: 'There is no such field.' },
  ]);
  expect(await changeAnswers(gatehouse, { token }, [{ field: 'nowhere', value: 'x' }])).toMatchObject({
    issues: [{ path: ['answers', 'nowhere'], code: 'UNKNOWN_FIELD', message: 'There is no such field.' }],
  });
  expect(await seenByAdmin(id, owner)).toEqual(all);
});

test('only what is named changes; null and empty take away what is not required', async () => {
  const { id, token } = await answered('partial@sees.test');
  const after = async () => Object.fromEntries((await seenByAdmin(id, owner))?.map(({ field, value }) => [field, value]) ?? []);
  const before = await after();
  await changeAnswers(gatehouse, { token }, [{ field: 'optional', value: ' ' }]);
  expect(await after()).toEqual({ ...before, optional: undefined });
  await changeAnswers(gatehouse, { token }, [{ field: 'optional', value: 'again' }]);
  await changeAnswers(gatehouse, { token }, [{ field: 'optional', value: null }], { fullName: 'Ada King' });
  expect(await after()).toEqual({ ...before, optional: undefined });
  for (const value of [null, '', '  ']) {
    expect(await changeAnswers(gatehouse, { token }, [{ field: 'open', value }], { fullName: 'Eve' })).toMatchObject({
      issues: [{ path: ['answers', 'open'] }],
    });
  }
  expect((await succeed(changeAnswers(gatehouse, { token }, []))).developer).toMatchObject({ fullName: 'Ada King' });
  const wrong = await refusal(
    changeAnswers(gatehouse, { token }, [{ field: 'open', value: 'x'.repeat(300) }], { fullName: '' }),
    'InvalidInput',
  );
  expect(wrong.issues?.map(({ path }) => path)).toEqual([['fullName'], ['answers', 'open']]);
});

test('two changes at the same moment both hold, whoever makes them', async () => {
  const { id, token } = await answered('parallel@sees.test');
  const other = `UPDATE developers SET answers = answers || '[{"field": "new", "value": "%"}]' WHERE id = :id`;
  const { databaseUrl } = gatehouse;
  await beforeCommit(databaseUrl, other.replace('%', 'a'), id, () =>
    changeAnswers(gatehouse, { token }, [{ field: 'open', value: 'changed' }]),
  );
  await beforeCommit(databaseUrl, other.replace('%', 'b'), id, () =>
    setAnswers(gatehouse, id, [{ field: 'internal', value: 'changed' }], owner),
  );
  const [row] = await gatehouse.sql<{ answers: { value: string }[] }>('SELECT answers FROM developers WHERE id = $1', [id]);
  const values = row?.answers.map(({ value }) => value);
  expect(values).toEqual(expect.arrayContaining(['a', 'b', 'changed', 'said fixed']));
  expect(values?.filter((value) => value === 'changed')).toHaveLength(2);
});

test('strangers, admins and people of another portal may not change answers', async () => {
  const { id, token } = await answered('denied@sees.test');
  const answers: AnswerInput[] = [{ field: 'open', value: 'taken over' }];
  for (const [options, more] of [[{}], [{ token: owner }], [{ token }, { portal: 'second' }]] as const) {
    expect(await changeAnswers(gatehouse, options, answers, more)).toMatchObject({ __typename: 'NotAllowed' });
  }
  await decide(gatehouse, 'revoke', [id], owner);
  expect(await changeAnswers(gatehouse, { token }, answers)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await seenByAdmin(id, owner)).toEqual(all);
});

test("R34: admins who may decide edit the admins' fields, and nothing that a person answered", async () => {
  const { id, token } = await answered('admins@sees.test');
  const both = [
    { field: 'from-admins', value: 'changed' },
    { field: 'internal', value: null },
  ];
  const by = async (admin: string | undefined, whom = id) => (await setAnswers(gatehouse, whom, both, admin)).__typename;
  expect([await by(undefined), await by(token), await by(viewer), await by(stranger)]).toEqual([
    'NotAllowed',
    'NotAllowed',
    'NotAllowed',
    'NotFound',
  ]);
  for (const whom of ['no id', '', '\u0000', '01890000-0000-7000-8000-999999999999']) {
    expect(await by(owner, whom)).toBe('NotFound');
  }
  expect(await seenByAdmin(id, owner)).toEqual(all);
  expect(await by(approver)).toBe('SetAnswersSuccess');
  expect(await seenByAdmin(id, owner)).toMatchObject([...all.slice(0, 3), { field: 'from-admins', value: 'changed' }, all[4]]);

  const refused = await refusal(
    setAnswers(
      gatehouse,
      id,
      [...KEYS, 'nowhere'].map((field) => ({ field, value: 'x' })),
      owner,
    ),
    'InvalidInput',
  );
  expect(refused.issues?.map(({ path, message }) => [path[1], message])).toEqual([
    ...['open', 'optional', 'fixed', 'asked-once'].map((field) => [field, 'Only the person can answer this.']),
    ['nowhere', 'There is no such field.'],
  ]);
});

test('nothing is kept for a registration that nobody verified', async () => {
  await signUp(gatehouse, 'unverified@sees.test', { answers: [{ field: 'open', value: 'x' }] });
  await gatehouse.drain();
  const id = await developerId(gatehouse, 'unverified@sees.test');
  expect(await setAnswers(gatehouse, id, [{ field: 'internal', value: 'x' }], owner)).toMatchObject({
    __typename: 'Conflict',
    status: 'PENDING',
  });
});

test('answers to a field that is left out are shown to nobody, and come back with it', async () => {
  const { id, token } = await answered('fields@sees.test');
  await setSignUpFields(gatehouse, FIELDS.slice(1), owner);
  expect(await seenByAdmin(id, owner)).toEqual(all.slice(1));
  await setSignUpFields(gatehouse, [{ key: 'open', label: 'Open', kind: 'BOOLEAN' }, ...FIELDS.slice(1)], owner);
  expect(await seenBySelf(token)).toEqual(all.slice(1, 4));
  await setSignUpFields(gatehouse, FIELDS, owner);
  expect(await seenByAdmin(id, owner)).toEqual(all);
});

test('an answer that was a text is not taken as a URL after the field becomes a URL field', async () => {
  const text: SignUpFieldInput = { key: 'site', label: 'Site', kind: 'TEXT' };
  const { id, token } = await answered('site@sees.test');
  for (const [value, shown] of [
    ['javascript:alert(1)', []],
    ['https://site.test/', [{ field: 'site', value: 'https://site.test/' }]],
  ]) {
    await setSignUpFields(gatehouse, [text], owner);
    await changeAnswers(gatehouse, { token }, [{ field: 'site', value: String(value) }]);
    await setSignUpFields(gatehouse, [{ ...text, kind: 'URL' }], owner);
    expect([await seenBySelf(token), await seenByAdmin(id, owner)]).toEqual([shown, shown]);
  }
  await setSignUpFields(gatehouse, FIELDS, owner);
});

test('deleting a developer leaves decisions and no answer', async () => {
  const { id } = await answered('deleted@sees.test');
  await gatehouse.sql('UPDATE developers SET answers = answers || \'[{"field":"open","value":"forget me"}]\' WHERE id = $1', [
    id,
  ]);
  await deleteDevelopers(gatehouse, [id], owner);
  expect(await gatehouse.sql('SELECT "from", "to" FROM decisions WHERE developer_id = $1', [id])).toHaveLength(1);
  for (const table of ['developers', 'tokens', 'decisions', 'jobs']) {
    expect(await gatehouse.sql(`SELECT 1 FROM ${table} t WHERE t::text LIKE '%forget me%'`)).toEqual([]);
  }
});
