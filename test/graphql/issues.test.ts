import { randomUUID } from 'node:crypto';
import { getNamedType, getNullableType, isInputObjectType, isListType, isUnionType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { everyOperation } from '../kit/operations.ts';
import { loggedInPerson } from '../kit/people.ts';

type Answer = { result: { issues?: Issue[] } | null };
type Issue = { path: string[]; message: string; code: string; parameters: { name: string; value: string }[] };

const gatehouse = await startInstallation({ CLIENT_LIMIT: 'off' });
const owner = await openDemoPortal(gatehouse);
const { token: developer } = await loggedInPerson(gatehouse, 'ada@issues.test', owner);

/** What is said of an empty text, one that only looks empty, one with a control character, and one of 10,000 characters. */
const SAID: Record<string, (string | null)[]> = {
  acceptedTerms: [null, null, null, null],
  version: ['OUTDATED', 'OUTDATED', 'OUTDATED', 'OUTDATED'],
  passkey: ['MALFORMED', 'MALFORMED', 'MALFORMED', 'MALFORMED'],
  botCheck: [null, 'MALFORMED', 'MALFORMED', 'TOO_LONG maximum 2048'],
  verifier: [null, null, null, 'TOO_LONG maximum 128'],
  invite: ['NOT_PERMITTED', 'NOT_PERMITTED', 'NOT_PERMITTED', 'NOT_PERMITTED'],
  message: [null, null, 'BAD_CHARACTERS', 'TOO_LONG maximum 2000'],
  returnTo: [null, 'NOT_PERMITTED', 'NOT_PERMITTED', 'NOT_PERMITTED'],
  fullName: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 256'],
  name: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 256'],
  label: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 100'],
  passwordContextWords: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 64'],
  clientId: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 256'],
  clientSecret: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 2000'],
  text: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 2000'],
  question: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 2000'],
  note: [null, null, 'BAD_CHARACTERS', 'TOO_LONG maximum 2000'],
  reasonTemplate: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 256'],
  idempotencyKey: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 255'],
  reason: [null, null, 'BAD_CHARACTERS', 'TOO_LONG maximum 2000'],
  slug: ['REQUIRED', 'REQUIRED', 'MALFORMED', 'TOO_LONG maximum 63'],
  scopes: ['REQUIRED', 'REQUIRED', 'MALFORMED', 'TOO_LONG maximum 100'],
  issuer: ['REQUIRED', 'REQUIRED', 'NOT_A_URL', 'TOO_LONG maximum 500'],
  locale: ['REQUIRED', 'REQUIRED', 'MALFORMED', 'TOO_LONG maximum 35'],
  subject: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 200'],
  title: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 200'],
  body: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 4000'],
  buttonLabel: ['REQUIRED', 'REQUIRED', 'BAD_CHARACTERS', 'TOO_LONG maximum 60'],
  data: ['NOT_A_PICTURE', 'MALFORMED', 'MALFORMED', 'NOT_A_PICTURE'],
  origins: ['REQUIRED', 'REQUIRED', 'NOT_A_URL', 'TOO_LONG maximum 300'],
};

const saidByKind: [RegExp, (string | null)[]][] = [
  [/^(portal|token|challenge|codeSecret|code|recoveryCode|deviceToken)$/, [null, null, null, null]],
  [/password/i, ['REQUIRED', null, null, 'TOO_LONG maximum 256']],
  [/email$|^mailFrom$/i, ['REQUIRED', 'REQUIRED', 'NOT_AN_EMAIL', 'TOO_LONG maximum 254']],
  [/domains$/i, ['REQUIRED', 'REQUIRED', 'NOT_A_DOMAIN', 'TOO_LONG maximum 253']],
  [/url$|^ssoCallbacks$/i, ['REQUIRED', 'REQUIRED', 'NOT_A_URL', 'TOO_LONG maximum 2000']],
];

const expected = (name: string) =>
  SAID[name] ?? saidByKind.find(([kind]) => kind.test(name))?.[1] ?? ['say here what it answers'];

const ASKED = '{ __typename ... on InvalidInput { issues { path message code parameters { name value } } } }';

/** What a mutation says of one text of its input, to an owner or to a developer: a code and its number. */
async function saidOf(document: string, input: object, name: string, value: unknown): Promise<string | null> {
  const variables = { input: { ...input, [name]: value } };
  for (const token of [owner, developer]) {
    const { data } = await gatehouse.graphql<Answer>(document.replace('{ __typename }', ASKED), variables, { token });
    const found = data?.result?.issues?.find(({ path }) => path[0] === name);
    if (found) return [found.code, ...found.parameters.map(({ name, value }) => `${name} ${value}`)].join(' ');
  }
  return null;
}

const fields = schema.getMutationType()?.getFields() ?? {};
/** `startSsoLink` is for cookies, the others look at the token first; they take texts as all do. */
const mutations = everyOperation(randomUUID()).filter(({ kind, name }) => {
  if (['startSsoLink', 'verifyEmail', 'acceptInvitation', 'answerQuestion', 'correctRegistration'].includes(name)) return false;
  const results = getNamedType(fields[name]?.type);
  return kind === 'mutation' && isUnionType(results) && results.getTypes().some((type) => type.name === 'InvalidInput');
});

test.each(mutations.map((operation) => [operation.name, operation] as const))(
  '%s says by a code what is wrong with each of its texts',
  async (name, { document, variables }) => {
    const input = getNamedType(fields[name]?.args[0]?.type);
    const texts = isInputObjectType(input) ? Object.values(input.getFields()) : [];
    for (const text of texts.filter(({ type }) => getNamedType(type).name === 'String')) {
      const put = (value: string) => (isListType(getNullableType(text.type)) ? [value] : value);
      const of = (value: string) => saidOf(document, Object(variables['input']), text.name, put(value));
      const said = [await of(''), await of('\u200b\u2060 '), await of('a\u0007b'), await of('x'.repeat(10_000))];
      expect([text.name, ...said]).toEqual([text.name, ...expected(text.name)]);
    }
  },
);
