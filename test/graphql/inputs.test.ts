import { type GraphQLInputType, getNamedType, getNullableType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { everyOperation, type Operation } from '../kit/operations.ts';
import { loggedInPerson } from '../kit/people.ts';

/** Asks for the media type under which an invalid document is a 400 (GraphQL over HTTP, 6.4.2). */
const headers = { accept: 'application/graphql-response+json' };
const ODD_TEXTS = ['\u0000', 'demo\u0000', '\ud800', 'x'.repeat(10_000)];
const NO_TEXTS = [{}, { $ne: null }, [{}], 0, true];

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
const { id, token: developer } = await loggedInPerson(gatehouse, 'ada@inputs.test', owner);

type Text = { name: string; type: GraphQLInputType };

/** The texts that a client chooses: fields of the input, or arguments. */
function textsOf({ name, kind, variables }: Operation): Text[] {
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const args = (root?.getFields()[name]?.args ?? []).filter((arg) => arg.name in variables);
  const input = args.map(({ type }) => getNamedType(type)).find(isInputObjectType);
  const chosen = kind === 'mutation' && input ? Object.values(input.getFields()) : args;
  return chosen.filter(({ type }) => ['String', 'ID'].includes(getNamedType(type).name));
}

/** What each kind of caller gets with another value in the place of a text. */
async function ask({ kind, document, variables }: Operation, { name, type }: Text, value: unknown) {
  const put = isListType(getNullableType(type)) ? [value] : value;
  const changed =
    kind === 'mutation' ? { input: { ...Object(variables['input']), [name]: put } } : { ...variables, [name]: put };
  const callers = [undefined, developer, owner];
  return await Promise.all(
    callers.map((token) =>
      gatehouse.graphql<{ result: { __typename: string } | null } | undefined>(document, changed, { token, headers }),
    ),
  );
}

const withTexts = everyOperation(id).filter((operation) => textsOf(operation).length > 0);

test.each(withTexts.map((operation) => [operation.name, operation] as const))(
  'R57: %s takes nothing but sound text for text',
  async (_, operation) => {
    for (const text of textsOf(operation)) {
      for (const value of NO_TEXTS) {
        // GraphQL takes a whole number for an ID.
        if (value === 0 && getNamedType(text.type).name === 'ID') continue;
        for (const { status, data } of await ask(operation, text, value)) {
          expect([text.name, value, status, data]).toEqual([text.name, value, 400, undefined]);
        }
      }
      if (isNonNullType(text.type)) {
        for (const { status, data } of await ask(operation, text, null))
          expect([text.name, status, data]).toEqual([text.name, 400, undefined]);
      }
      for (const value of ODD_TEXTS) {
        for (const { status, data, text: answer } of await ask(operation, text, value)) {
          expect([text.name, value.slice(0, 9), status < 500, answer]).toEqual([
            text.name,
            value.slice(0, 9),
            true,
            expect.not.stringContaining('INTERNAL'),
          ]);
          // Of ids each is answered for itself.
          const isRefused = !data?.result?.__typename.endsWith('Success') || getNamedType(text.type).name === 'ID';
          expect([text.name, value.slice(0, 9), isRefused, answer]).toEqual([text.name, value.slice(0, 9), true, answer]);
        }
      }
    }
  },
);
