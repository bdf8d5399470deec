import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { expect, test } from 'vitest';
import { numberEvents } from '../../domain/events/number-events.ts';
import { schema } from '../../schema/index.ts';
import { addAdmin, createPortal, decide, inviteAdmin, openDemoPortal } from '../kit/admins.ts';
import { createApiToken } from '../kit/api-tokens.ts';
import { startInstallation } from '../kit/installation.ts';
import { acceptInvitation, invited } from '../kit/invitations.ts';
import { succeed } from '../kit/mutate.ts';
import { developerId, logIn, setPassword } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { askDevelopers } from '../kit/questions.ts';
import { seedRequests } from '../kit/requests.ts';
import { countStatements } from '../kit/statements.ts';

type Fields = GraphQLObjectType | GraphQLInterfaceType;

const SOME = 4;
const DEPTH = 2;

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

/** Long lists of their own, which are read for one entry at a time. */
const LONG = ['timeline', 'mailTemplates'];
/** The process also sends statements by itself now and then. */
const TRIES = 4;

const lists = Object.values(present(schema.getQueryType()).getFields()).filter(({ type }) =>
  getNamedType(type).name.endsWith('Connection'),
);

/** What can be read of an object without arguments, each part by itself. */
function partsOf(type: Fields, depth = DEPTH): string[] {
  const fields = Object.values(type.getFields()).filter(
    ({ name, args }) => !LONG.includes(name) && !args.some((arg) => isNonNullType(arg.type)),
  );
  return fields.flatMap((field) => {
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [field.name];
    if (isUnionType(named) || depth === 0) return [];
    const type = fieldsOf(named);
    const isList = type.getFields()['edges'] !== undefined;
    return isList
      ? [`${field.name}(first: 2) { edges { node { __typename ${partsOf(nodeOf(type), 0).join(' ')} } } }`]
      : [`${field.name} { __typename ${partsOf(type, depth - 1).join(' ')} }`];
  });
}

function nodeOf(connection: Fields): Fields {
  const edge = fieldsOf(present(connection.getFields()['edges']).type);
  return fieldsOf(present(edge.getFields()['node']).type);
}

function fieldsOf(type: GraphQLOutputType): Fields {
  const named = getNamedType(type);
  if (isObjectType(named) || isInterfaceType(named)) return named;
  throw new Error(`${named.name} has no fields`);
}

async function addSome(of: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n <= SOME; n++) await of(n);
}

test('a page of a list sends no more statements than a page with one entry, whatever is asked of each', async () => {
  await addSome(async (n) => {
    const email = `person${n}@lists.test`;
    const { token } = await invited(gatehouse, email, owner);
    const { passwordToken } = await succeed(acceptInvitation(gatehouse, token), 'passwordToken');
    await succeed(setPassword(gatehouse, passwordToken));
    await gatehouse.drain();
    await succeed(decide(gatehouse, 'approve', [await developerId(gatehouse, email)], owner));
    await gatehouse.drain();
    await succeed(logIn(gatehouse, email), 'token');
    await addAdmin(gatehouse, `admin${n}@lists.test`, 'APPROVER', 'demo');
    await inviteAdmin(gatehouse, `invited${n}@lists.test`, [{ role: 'VIEWER', portal: 'demo' }], owner);
    await createPortal(gatehouse, `portal${n}`, owner);
    await succeed(createApiToken(gatehouse, { name: `token ${n}` }, owner));
  });
  await succeed(askDevelopers(gatehouse, await seedRequests(gatehouse, 'asked', SOME + 1), 'Which API?', owner));
  await numberEvents(gatehouse.app);

  const { count } = countStatements(/^/);
  const statementsOf = async (list: string, part: string, first: number) => {
    const document = `{ list: ${list}(first: ${first}) { edges { node { __typename ${part} } } } }`;
    const before = count();
    const { data, text } = await gatehouse.graphql<{ list: { edges: unknown[] } } | null>(document, {}, { token: owner });
    expect([document, text, data?.list.edges.length]).toEqual([document, expect.not.stringContaining('"errors"'), first]);
    return count() - before;
  };
  const more: string[] = [];
  for (const { name, type } of lists) {
    for (const part of partsOf(nodeOf(fieldsOf(type)))) {
      let [many, one] = [await statementsOf(name, part, SOME), await statementsOf(name, part, 1)];
      for (let tried = 1; many > one && tried < TRIES; tried++) {
        many = Math.min(many, await statementsOf(name, part, SOME));
        one = Math.min(one, await statementsOf(name, part, 1));
      }
      if (many > one) more.push(`${name}: ${many} for ${SOME} entries, ${one} for one: ${part}`);
    }
  }
  expect(more).toEqual([]);
});
