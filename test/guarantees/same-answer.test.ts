import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType, isUnionType } from 'graphql';
import { expect, test } from 'vitest';
import { CREDENTIAL_ACTS } from '../../schema/api/credential-acts.ts';
import { schema } from '../../schema/index.ts';
import { addAdmin, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { comparable } from '../kit/graphql.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { invitationLink } from '../kit/invitations.ts';
import { type AddressAct, addressActs } from '../kit/operations.ts';
import { approvedPerson, logIn, peopleOfEachKind, verifiedPerson } from '../kit/people.ts';

const MOST_FAILURES = 10;

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const kinds = {
  ...(await peopleOfEachKind(gatehouse, admin)),
  passwordless: (await verifiedPerson(gatehouse, 'passwordless@kinds.test')).email,
  locked: (await approvedPerson(gatehouse, 'locked@kinds.test', admin)).email,
  admin: ADMIN.email,
  viewer: 'viewer@kinds.test',
};
await addAdmin(gatehouse, kinds.viewer, 'VIEWER', 'demo');
for (let time = 0; time < MOST_FAILURES; time++) await logIn(gatehouse, kinds.locked, 'not the right password');
// What is made up for a text is `demo`, also the field that an answer is to.
await setSignUpFields(gatehouse, [{ key: 'demo', label: 'Demo', kind: 'TEXT' }], admin);
const { invite } = await invitationLink(gatehouse, admin);
/** The same act with an invitation, which is checked before the address is looked up. */
const invited = (act: AddressAct): AddressAct[] =>
  act.name === 'signUp'
    ? [{ ...act, variables: { input: { ...act.variables.input, invite } as AddressAct['variables']['input'] } }]
    : [];
const acts = (await addressActs(gatehouse)).flatMap((act) => [act, ...invited(act)]);

/** The same with all that the answer can tell. */
function inFull({ name, document }: AddressAct): string {
  const result = getNamedType(schema.getMutationType()?.getFields()[name]?.type);
  const members = isUnionType(result) ? result.getTypes() : [];
  const leavesOf = (member: GraphQLObjectType) =>
    Object.values(member.getFields()).filter(({ type }) => isLeafType(getNamedType(type)));
  const types = (name: string) =>
    new Set(members.flatMap(leavesOf).flatMap((field) => (field.name === name ? [String(field.type)] : [])));
  // Only fields of one name and different types need an alias, and a document may have few.
  const asked = (member: GraphQLObjectType, name: string) => (types(name).size > 1 ? `${member}_${name}: ${name}` : name);
  const told = members.map(
    (member) =>
      `... on ${member} { ${leavesOf(member)
        .map((field) => asked(member, field.name))
        .join(' ')} }`,
  );
  return document.replace('{ __typename }', `{ __typename ${told.join(' ')} }`);
}

/** New in each answer. */
const CODE_SECRET = /"codeSecret":"[\w-]{43}"/;

/** What a stranger gets for an address of each kind, but for the address and the secret. */
async function answers(act: AddressAct, more: object = {}): Promise<string[]> {
  const told = [];
  for (const [kind, email] of Object.entries(kinds)) {
    // Of who is locked out `logIn` says so, for any address alike: test/throttles/failed-log-ins.test.ts.
    if (kind === 'locked' && act.name === 'logIn') continue;
    const full = await gatehouse.graphql(inFull(act), { input: { ...act.variables.input, ...more, email } });
    const answer = comparable({ ...full, text: full.text.replace(CODE_SECRET, '"codeSecret":"<secret>"') });
    expect(answer.names).not.toContain('set-cookie');
    told.push(JSON.stringify(answer).replaceAll(email, '<address>'));
  }
  return told;
}

test.each(acts.map((act) => [act.name, act] as const))('R1, R4: %s answers every kind of address the same', async (_, act) => {
  const told = await answers(act);
  expect(told.length).toBeGreaterThanOrEqual(9);
  expect(new Set(told).size).toBe(1);
  expect(told[0]).toMatch(/Success|InvalidCredentials/);
});

test.each(acts.map((act) => [act.name, act] as const))(
  'R6: %s answers every kind the same where another argument is bad',
  async (_, act) => {
    const others = Object.keys(act.variables.input).filter((field) => field !== 'email');
    for (const field of others) {
      for (const value of ['', 'https://evil.test', 'x'.repeat(300), `demo\u0000`, '\ud800', {}, null]) {
        const told = await answers(act, { [field]: value });
        expect([field, value, new Set(told).size]).toEqual([field, value, 1]);
        expect(told[0]).not.toMatch(/Something went wrong/);
      }
    }
  },
);

test('R47: each of these acts, and each that takes the secret of a mail, counts as an attempt', () => {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const withSecret = mutations.filter(({ args }) => {
    const input = getNamedType(args[0]?.type);
    return (
      input &&
      'getFields' in input &&
      !isObjectType(input) &&
      ['token', 'codeSecret'].some((secret) => Object.hasOwn(input.getFields(), secret))
    );
  });
  const attempts = [...acts, ...withSecret].map(({ name }) => name);
  expect(attempts.length).toBeGreaterThan(10);
  expect(attempts.filter((name) => !CREDENTIAL_ACTS.has(name))).toEqual([]);
});
