import { type ASTVisitor, GraphQLError, type SelectionSetNode, type ValidationContext } from 'graphql';
import { CREDENTIAL_ACTS } from '../../schema/api/credential-acts.ts';

/**
 * Refuses a document with two credential acts, by aliases or fragments too, so that limits on requests also limit attempts.
 */
export function oneCredentialField(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      if (operation.operation !== 'mutation') return;
      const count = countFields(context, operation.selectionSet, new Set());
      if (count > 1)
        context.reportError(
          new GraphQLError('A document may hold one mutation that tries a credential.', { nodes: operation }),
        );
    },
  };
}

/** A fragment counts once, however often it is spread: its fields merge, and fragments that spread each other cannot loop. */
function countFields(context: ValidationContext, { selections }: SelectionSetNode, seen: Set<string>): number {
  let count = 0;
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      count += CREDENTIAL_ACTS.has(selection.name.value) ? 1 : 0;
    } else if (selection.kind === 'InlineFragment') {
      count += countFields(context, selection.selectionSet, seen);
    } else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      const fragment = context.getFragment(selection.name.value);
      count += fragment ? countFields(context, fragment.selectionSet, seen) : 0;
    }
  }
  return count;
}
