import {
  type DocumentNode,
  type GraphQLError,
  getOperationAST,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { currentRequest } from './request-id.ts';

type Executed = { document: DocumentNode; operationName?: string | null | undefined };

/** What the codes of errors mean, by the names that acts answer. Any other error says that a document is not answered. */
const RESULTS: Record<string, string> = {
  INTERNAL_SERVER_ERROR: 'Unexpected',
  NOT_ALLOWED: 'NotAllowed',
  INVALID_INPUT: 'InvalidInput',
  INVALID_TOKEN: 'InvalidToken',
  TOO_MANY_ATTEMPTS: 'TooManyAttempts',
};

/** Yoga parses the same text only once, so each document is searched once. */
const known = new WeakMap<OperationDefinitionNode, string | null>();

/** Notes which operation a request asks for, and how its errors are called. The results of acts are noted where they are told. */
export const nameOperation: Plugin = {
  onExecute: ({ args }) => note(args),
  onSubscribe: ({ args }) => note(args),
  onResultProcess: ({ result }) => {
    const request = currentRequest();
    if (!request || !('errors' in result) || !result.errors?.length) return;
    const names = result.errors.map(resultOf);
    request.result = names.find((name) => name === 'Unexpected') ?? names[0] ?? null;
  },
};

function note({ document, operationName }: Executed): void {
  const request = currentRequest();
  const operation = getOperationAST(document, operationName);
  if (!request || !operation) return;
  const name = known.has(operation) ? known.get(operation) : firstField(document, operation.selectionSet);
  known.set(operation, name ?? null);
  request.operation = name ?? null;
  request.isSubscription = operation.operation === 'subscription';
}

const resultOf = ({ extensions }: GraphQLError): string => RESULTS[String(extensions['code'])] ?? 'Refused';

/** The name in the schema, which was checked: no alias, and no question about the schema. Valid fragments do not spread each other in a loop. */
function firstField(document: DocumentNode, { selections }: SelectionSetNode): string | null {
  for (const selection of selections) {
    const name = selection.kind === 'Field' ? selection.name.value : firstField(document, selectionsOf(document, selection));
    if (name && !name.startsWith('__')) return name;
  }
  return null;
}

function selectionsOf(
  { definitions }: DocumentNode,
  selection: { selectionSet: SelectionSetNode } | { name: { value: string } },
): SelectionSetNode {
  if ('selectionSet' in selection) return selection.selectionSet;
  for (const definition of definitions) {
    if (definition.kind === 'FragmentDefinition' && definition.name.value === selection.name.value)
      return definition.selectionSet;
  }
  throw new Error('A valid document has the fragments that it names.');
}
