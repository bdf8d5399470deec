import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { schema } from '../../schema/index.ts';
import type { Installation } from './installation.ts';

/** An operation of the API, as a document with arguments that the schema takes. */
export type Operation = { name: string; kind: 'query' | 'mutation'; document: string; variables: Record<string, unknown> };

/**
 * Every operation that the schema has, so that a test of all of them cannot forget a new one.
 * The arguments would do something if they were let: the portal is `demo`, the addresses are `evil`.
 * @param id what ids are to be
 */
export function everyOperation(id: string): Operation[] {
  const queries = Object.values(schema.getQueryType()?.getFields() ?? {});
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  return [
    ...queries.map((field) => operationOf('query', field, id)),
    ...mutations.map((field) => operationOf('mutation', field, id)),
  ];
}

/** An act that a stranger may do with an address. */
export type AddressAct = Operation & { variables: { input: { email: string } } };

/**
 * Every mutation that takes an address and does not refuse a stranger for being one: so that what strangers may not learn of
 * addresses is tested for a new act without anybody thinking of it.
 */
export async function addressActs({ graphql }: Pick<Installation, 'graphql'>): Promise<AddressAct[]> {
  const withAddress = everyOperation('x').filter(takesAddress);
  const answers = await Promise.all(
    withAddress.map(({ document, variables }) => graphql<{ result: { __typename: string } }>(document, variables)),
  );
  return withAddress.filter((_, at) => answers[at]?.data.result.__typename !== 'NotAllowed');
}

const takesAddress = (operation: Operation): operation is AddressAct =>
  operation.kind === 'mutation' && Object.hasOwn(Object(operation.variables['input']), 'email');

function operationOf(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>, id: string): Operation {
  // A list takes one direction at a time, and a cursor only of its own kind.
  const args = field.args.filter((arg) => !['last', 'before', 'after'].includes(arg.name));
  const declared = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selection = getNamedType(field.type).name.endsWith('Connection') ? '{ totalCount edges { cursor } }' : '{ __typename }';
  return {
    name: field.name,
    kind,
    document: `${kind}${declared && `(${declared})`} { result: ${field.name}${passed && `(${passed})`} ${selection} }`,
    variables: Object.fromEntries(args.map((arg) => [arg.name, valueFor(arg.name, arg.type, id)])),
  };
}

function valueFor(name: string, type: GraphQLInputType, id: string): unknown {
  if (isNonNullType(type)) return valueFor(name, type.ofType, id);
  // The field to ask for is a TEXT, which has none.
  if (name === 'choices') return null;
  // Nobody can make up the token of an invitation, and without one there is nothing to check.
  if (name === 'invite') return null;
  if (isListType(type)) return [valueFor(name, type.ofType, id)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    return Object.fromEntries(fields.map((field) => [field.name, valueFor(field.name, field.type, id)]));
  }
  const scalar = getNamedType(type).name;
  if (scalar === 'ID') return id;
  if (name === 'expiresIn') return 3_600;
  if (scalar === 'Int' || scalar === 'Float') return 10;
  if (scalar === 'Boolean') return true;
  if (scalar === 'DateTime') return new Date().toISOString();
  if (scalar === 'AnswerValue') return 'evil';
  if (/url|origins/i.test(name)) return 'https://evil.test';
  if (name === 'issuer') return 'https://1.1.1.1';
  if (/^(locale|default|offered)$/.test(name)) return 'en';
  if (/color/i.test(name)) return '#1f5f74';
  if (name === 'scopes') return 'openid';
  if (/domains/i.test(name)) return 'evil.test';
  if (/email|mailFrom/i.test(name)) return 'evil@evil.test';
  if (/returnTo/i.test(name)) return '/';
  if (/password/i.test(name)) return 'evil plans need long words';
  return name === 'slug' ? 'evil' : 'demo';
}
