import { type DocumentNode, getOperationAST, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { currentWork } from '../current-work.ts';
import { currentRequest } from './request-id.ts';

/** @limit characters: Name of an operation in the log and in a trace. Beyond: The rest is cut off. */
export const MOST_NAME_CHARACTERS = 60;
/** @limit fields: Fields of one request that the log names. Beyond: The rest are left out. */
export const MOST_NAMED_FIELDS = 10;

type Executed = { document: DocumentNode; operationName?: string | null | undefined };

/** What the log, a trace and the metrics say of a GraphQL request. Nothing of it is a value: a document can have some, and variables are. */
type Operation = {
  about: { operation?: string; fields: string[] };
  type: string;
  /** The first field that is no question about the schema. */
  field: string | null;
};

/** The same text is parsed once, so each operation is searched once. */
const known = new WeakMap<OperationDefinitionNode, Operation>();

/** Notes which operation a request asks for, and makes a span of it. */
export const noteOperation: Plugin = {
  onExecute: ({ args }) => {
    const operation = note(args);
    const work = currentWork();
    const whole = work?.span;
    if (!work || !operation || !whole) return undefined;
    const { type, about } = operation;
    const name = about.fields[0] ?? type;
    whole.tell({}, name);
    work.span = whole.begin(name, 'INTERNAL', {
      'graphql.operation.type': type,
      ...(about.operation && { 'graphql.operation.name': about.operation }),
    });
    return {
      onExecuteDone: () => {
        work.span?.end();
        work.span = whole;
      },
    };
  },
  onSubscribe: ({ args }) => void note(args),
};

function note(executed: Executed): Operation | null {
  const operation = operationIn(executed);
  const [work, request] = [currentWork(), currentRequest()];
  const isSubscription = operation?.type === 'subscription';
  if (work) Object.assign(work.about, operation?.about, isSubscription && { isSubscription });
  if (request && operation) Object.assign(request, { operation: operation.field, isSubscription });
  return operation;
}

function operationIn({ document, operationName }: Executed): Operation | null {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const found = known.get(operation) ?? describe(document, operation);
  known.set(operation, found);
  return found;
}

/** GraphQL allows only letters, digits and underscores in a name. */
function describe(document: DocumentNode, { name, operation, selectionSet }: OperationDefinitionNode): Operation {
  const all = [...new Set(fieldsOf(document, selectionSet))];
  const about = {
    ...(name && { operation: name.value.slice(0, MOST_NAME_CHARACTERS) }),
    fields: all.slice(0, MOST_NAMED_FIELDS),
  };
  return { about, type: operation, field: all.find((field) => !field.startsWith('__')) ?? null };
}

/** By their names in the schema, not by aliases. Fragments of a valid document do not spread each other in a loop. */
function fieldsOf(document: DocumentNode, { selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'Field') return [selection.name.value];
    if (selection.kind === 'InlineFragment') return fieldsOf(document, selection.selectionSet);
    const fragment = document.definitions.find(
      (definition) => definition.kind === 'FragmentDefinition' && definition.name.value === selection.name.value,
    );
    return fragment?.kind === 'FragmentDefinition' ? fieldsOf(document, fragment.selectionSet) : [];
  });
}
