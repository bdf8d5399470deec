import { expect, test } from 'vitest';
import type { SignUpFieldInput } from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const ALL =
  'signUpFields { key label help kind required choices pattern patternHint maxLength visibleTo editableBy } settings { signUpFields { key visibleTo } }';

type Portal = { signUpFields: { key: string }[]; settings: { signUpFields: { key: string }[] } | null };

const portal = async (token?: string, slug = 'demo') =>
  present(
    (await gatehouse.graphql<{ portal: Portal | null }>(`{ portal(slug: "${slug}") { ${ALL} } }`, {}, { token })).data.portal,
  );

const text = (key: string, more: Partial<SignUpFieldInput> = {}): SignUpFieldInput => ({
  key,
  label: key,
  kind: 'TEXT',
  ...more,
});

test('a portal that names none asks for name and address alone', async () => {
  expect(await portal(admin)).toEqual({ signUpFields: [], settings: { signUpFields: [] } });
});

test('the list that is set replaces the one there was, in its order, and anyone can ask what the form asks', async () => {
  await setSignUpFields(gatehouse, [text('old')], admin);
  const fields: SignUpFieldInput[] = [
    { key: 'use', label: ' Use ', kind: 'CHOICE', choices: ['Work', 'Play'], required: true, help: 'What for?' },
    text('vat-id', {
      pattern: '[A-Z]{2}\\d{9}',
      patternHint: 'Two letters, nine digits.',
      maxLength: 11,
      editableBy: 'NOBODY',
    }),
    { key: 'contract', label: 'Contract', kind: 'TEXT', editableBy: 'ADMINS' },
    { key: 'risk', label: 'Risk', kind: 'BOOLEAN', visibleTo: 'ADMINS', editableBy: 'ADMINS' },
  ];
  expect(await setSignUpFields(gatehouse, fields, admin)).toEqual({
    __typename: 'SetSignUpFieldsSuccess',
    portal: { slug: 'demo' },
  });
  const plain = { help: null, pattern: null, patternHint: null, maxLength: null, visibleTo: 'PERSON_AND_ADMINS' };
  expect((await portal()).signUpFields).toEqual([
    { ...plain, ...fields[0], label: 'Use', editableBy: 'PERSON' },
    { ...plain, ...fields[1], required: false, choices: [] },
  ]);
  expect((await portal()).settings).toBeNull();
  expect((await portal(admin)).settings?.signUpFields.map(({ key }) => key)).toEqual(['use', 'vat-id', 'contract', 'risk']);
  await setSignUpFields(gatehouse, [], admin);
  expect(await portal()).toEqual({ signUpFields: [], settings: null });
});

test.each<[string, object, string]>([
  ['key', { key: '' }, 'key'],
  ['key', { key: 'Company' }, 'key'],
  ['key', { key: '1st' }, 'key'],
  ['key', { key: 'two words' }, 'key'],
  ['key', { key: '__proto__' }, 'key'],
  ['key', { key: 'nul\u0000' }, 'key'],
  ['key', { key: 'a'.repeat(41) }, 'key'],
  ['label', { label: ' ' }, 'label'],
  ['label', { label: 'two\nlines' }, 'label'],
  ['label', { label: 'half \ud800' }, 'label'],
  ['label', { label: 'x'.repeat(201) }, 'label'],
  ['help', { help: 'x'.repeat(501) }, 'help'],
  ['CHOICE without choices', { kind: 'CHOICE' }, 'choices'],
  ['CHOICE with two of the same', { kind: 'CHOICE', choices: ['a', 'a '] }, 'choices'],
  ['TEXT with choices', { choices: ['a'] }, 'choices'],
  ['51 choices', { kind: 'CHOICE', choices: Array.from({ length: 51 }, (_, at) => `${at}`) }, 'choices'],
  ['pattern that does not compile', { pattern: '(' }, 'pattern'],
  ['look-ahead', { pattern: '(?=a)a' }, 'pattern'],
  ['back-reference', { pattern: '(a)\\1' }, 'pattern'],
  ['pattern that grows', { pattern: '((a{100}){100}){100}' }, 'pattern'],
  ['pattern of many steps', { pattern: '(.{1,80})(.{0,80}x)?' }, 'pattern'],
  ['pattern of 201 characters', { pattern: 'x'.repeat(201) }, 'pattern'],
  ['pattern of a URL', { kind: 'URL', pattern: 'https.*' }, 'pattern'],
  ['hint without a pattern', { patternHint: 'Two letters.' }, 'patternHint'],
  ['length of 0', { maxLength: 0 }, 'maxLength'],
  ['length of 2,001', { maxLength: 2_001 }, 'maxLength'],
  ['length of a BOOLEAN', { kind: 'BOOLEAN', maxLength: 5 }, 'maxLength'],
  ['length of 257 with a pattern', { pattern: '.*', maxLength: 257 }, 'maxLength'],
  ['requirement that the form does not ask for', { required: true, editableBy: 'ADMINS' }, 'required'],
  ['field that people edit unseen', { visibleTo: 'ADMINS' }, 'visibleTo'],
])('a %s that cannot be is refused by its place, and nothing changes', async (_, field, name) => {
  await setSignUpFields(gatehouse, [text('kept')], admin);
  const answer = await setSignUpFields(gatehouse, [text('good'), { ...text('bad'), ...field }], admin);
  expect(answer).toMatchObject({ __typename: 'InvalidInput', issues: [{ path: ['fields', '1', name] }] });
  expect((await portal()).signUpFields).toMatchObject([{ key: 'kept' }]);
});

test('two fields of one key, and more than 20, are refused', async () => {
  expect(await setSignUpFields(gatehouse, [text('same'), text('same')], admin)).toMatchObject({
    issues: [{ path: ['fields', '1', 'key'] }],
  });
  const many = Array.from({ length: 21 }, (_, at) => text(`field-${at}`));
  expect(await setSignUpFields(gatehouse, many, admin)).toMatchObject({ issues: [{ path: ['fields'] }] });
  expect(await setSignUpFields(gatehouse, many.slice(1), admin)).toMatchObject({ __typename: 'SetSignUpFieldsSuccess' });
});

test('R34: an OWNER of the portal sets them and nobody else; out of reach it is as if there were none', async () => {
  await createPortal(gatehouse, 'second', admin);
  const by = async (token: string | undefined, slug = 'demo') =>
    (await setSignUpFields(gatehouse, [text('taken')], token, slug)).__typename;
  expect([await by(undefined), await by(undefined, 'nowhere')]).toEqual(['NotAllowed', 'NotAllowed']);
  const stranger = await addAdmin(gatehouse, 'owner-second@fields.test', 'OWNER', 'second');
  expect([await by(stranger), await by(stranger, 'nowhere')]).toEqual(['NotFound', 'NotFound']);
  expect(await by(await addAdmin(gatehouse, 'approver@fields.test', 'APPROVER', 'demo'))).toBe('NotAllowed');
  expect(await by(await addAdmin(gatehouse, 'viewer@fields.test', 'VIEWER', null))).toBe('NotAllowed');
  expect((await portal()).signUpFields).not.toMatchObject([{ key: 'taken' }]);
  expect(await by(await addAdmin(gatehouse, 'owner@fields.test', 'OWNER', 'demo'))).toBe('SetSignUpFieldsSuccess');
  expect((await portal(undefined, 'second')).signUpFields).toEqual([]);
});
