import { readFile } from 'node:fs/promises';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import * as errors from '../../domain/errors.ts';
import { schema } from '../../schema/index.ts';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { wayIn } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { everyOperation } from '../kit/operations.ts';
import { developerId, logIn, peopleOfEachKind, setPassword, signUp } from '../kit/people.ts';

const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type));
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

test('schema.graphql is what the code says: `npm run schema` was run', async () => {
  const printed = await readFile(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
  expect(printed).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`);
});

const descriptions = types.flatMap((type): [string, string | null | undefined][] => [
  [type.name, type.description],
  ...(isObjectType(type) || isInterfaceType(type)
    ? Object.values(type.getFields()).flatMap((field): [string, string | null | undefined][] => [
        [`${type.name}.${field.name}`, field.description],
        ...field.args.map((arg): [string, string | null | undefined] => [
          `${type.name}.${field.name}(${arg.name})`,
          arg.description,
        ]),
      ])
    : []),
  ...(isInputObjectType(type)
    ? Object.values(type.getFields()).map((field): [string, string | null | undefined] => [
        `${type.name}.${field.name}`,
        field.description,
      ])
    : []),
  ...(isEnumType(type)
    ? type.getValues().map((value): [string, string | null | undefined] => [`${type.name}.${value.name}`, value.description])
    : []),
]);

test('every type, field, argument, input field and enum value has a description of whole sentences', () => {
  expect(descriptions.length).toBeGreaterThan(800);
  expect(descriptions.filter(([, text]) => !text || !/^["`]?[A-Z].*\.$/s.test(text))).toEqual([]);
});

test('no description is a riddle: none is one bare word, and none uses words that we do not use', () => {
  const riddles = [
    /^(Which|Whose|Whom|Who|Where|What|When)( they were)?\.$/,
    /that is none|none of (it|them)\b|unless told|out of reach|in the reach|at will|of who\b|to who\b|by who\b|than who\b/i,
    /\b(mail|mails|mailed|mailing)\b(?! servers?\b)/i, // the word is email
    /\bR\d\d?\b/, // a number of a requirement
  ];
  expect(descriptions.filter(([, text]) => riddles.some((riddle) => riddle.test(text ?? '')))).toEqual([]);
});

test('no two types, and no two queries or mutations, have the same description', () => {
  const names = new Map<string, string[]>();
  for (const [name, text = ''] of descriptions) {
    if (/^\w+$|^(Query|Mutation)\.\w+$/.test(name)) names.set(text ?? '', [...(names.get(text ?? '') ?? []), name]);
  }
  expect([...names.values()].filter((same) => same.length > 1)).toEqual([]);
});

/** These begin a step of whoever asks, and have nothing to say. */
const WITHOUT_INPUT = ['adminStartConfirm'];

test('every mutation takes one input and answers with a union of its success and errors', () => {
  for (const { name, args, type } of mutations) {
    const input = WITHOUT_INPUT.includes(name) ? [] : [['input', true]];
    expect([name, args.map((arg) => [arg.name, isNonNullType(arg.type)])]).toEqual([name, input]);
    const Name = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const result = getNamedType(type);
    expect([name, result.name, isNonNullType(type)]).toEqual([name, `${Name}Result`, false]);
    const members = isUnionType(result) ? result.getTypes() : [];
    const [success, ...others] = members.filter(({ name: member }) => member === `${Name}Success`);
    expect([name, success?.name, others]).toEqual([name, `${Name}Success`, []]);
    for (const member of members) {
      if (member !== success) expect(member.getInterfaces().map(({ name: implemented }) => implemented)).toContain('Error');
    }
  }
});

test('a root field that fails takes no other with it: all of them may be null', () => {
  const fields = [...Object.values(schema.getQueryType()?.getFields() ?? {}), ...mutations];
  expect(fields.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
  expect(schema.getQueryType()?.getFields()).not.toHaveProperty('node');
});

test('the errors are those of the design, and each has a class of its name', () => {
  const known = [
    'BotCheckRequired',
    'Conflict',
    'ConfirmationRequired',
    'InvalidCredentials',
    'InvalidInput',
    'InvalidToken',
    'InvitationEnded',
    'NotAllowed',
    'NotApproved',
    'NotFound',
    'PasswordLoginOff',
    'RegistrationClosed',
    'SecondFactorMissing',
    'SecondFactorRequired',
    'Stale',
    'TooManyAttempts',
  ];
  const shown = types.filter((type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Error'));
  const classes = Object.values(errors).filter(
    (value) => typeof value === 'function' && value.prototype instanceof errors.DomainError,
  );
  expect(shown.map(({ name }) => name).sort()).toEqual(classes.map(({ name }) => name).sort());
  expect(known).toEqual(expect.arrayContaining(shown.map(({ name }) => name)));
});

test('R50: no input that a stranger or a developer may send offers what only admins and rules decide', () => {
  const inputs = types.filter(
    (type) =>
      isInputObjectType(type) &&
      /^(SignUpInput|VerifyEmail|SetPassword|LogIn|LogOut|ResendVerification|AcceptInvitation|Request\w+Input|ResetPassword|UpdateProfile|AcceptTerms|AnswerInput)/.test(
        type.name,
      ),
  );
  expect(inputs.length).toBeGreaterThan(4);
  const offered = inputs.flatMap((type) => (isInputObjectType(type) ? Object.keys(type.getFields()) : []));
  const known = [
    ...['portal', 'email', 'fullName', 'answers', 'field', 'value', 'acceptedTerms', 'version', 'invite', 'returnTo', 'locale'],
    ...['token', 'password', 'session', 'code', 'codeSecret', 'verifier', 'challenge', 'passkey', 'deviceToken', 'everywhere'],
    'botCheck',
  ];
  expect(offered.filter((field) => !known.includes(field))).toEqual([]);
});

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const people = await peopleOfEachKind(gatehouse, admin);

test('each error reaches the client under its own name', async () => {
  const pending = await developerId(gatehouse, people.approved);
  const decided = await succeed(decide(gatehouse, 'approve', [pending, 'no id'], admin));
  const told = {
    InvalidInput: (await signUp(gatehouse, 'no address')).__typename,
    InvalidToken: (await setPassword(gatehouse, 'no token')).__typename,
    InvalidCredentials: (await logIn(gatehouse, people.approved, 'not the right password')).__typename,
    NotApproved: (await logIn(gatehouse, people.rejected)).__typename,
    NotAllowed: (await updatePortal(gatehouse, {}, undefined)).__typename,
    NotFound: (await signUp(gatehouse, people.unknown, { portal: 'nowhere' })).__typename,
    Conflict: decided.results[0]?.error?.__typename,
  };
  expect(told).toEqual(Object.fromEntries(Object.keys(told).map((name) => [name, name])));
  expect(decided.results[1]?.error?.__typename).toBe('NotFound');
  await updatePortal(gatehouse, { registrationOpen: false }, admin);
  expect((await signUp(gatehouse, people.unknown)).__typename).toBe('RegistrationClosed');
  await wayIn(gatehouse, admin);
  await updatePortal(gatehouse, { passwordLogin: false }, admin);
  expect((await logIn(gatehouse, people.approved)).__typename).toBe('PasswordLoginOff');
});

test('an error has a message to show, whichever operation it comes from', () => {
  expect(everyOperation('x').length).toBe(mutations.length + Object.keys(schema.getQueryType()?.getFields() ?? {}).length);
  for (const type of types) {
    if (isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Error')) {
      expect([type.name, String(type.getFields()['message']?.type)]).toEqual([type.name, 'String!']);
    }
  }
});
