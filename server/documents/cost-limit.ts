import {
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isInterfaceType,
  isObjectType,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { LARGEST_PAGE, largestPageOf } from '../../schema/api/paging.ts';

const PAGE_UNLESS_TOLD = 20;
/** What is below costs more the deeper it is. */
const DEPTH_FACTOR = 1.5;
/**
 * A form may be 100 kB long, and anybody may ask for it; a page asks once.
 * @limit forms: Sign-up forms in one GraphQL document. Beyond: 400.
 */
export const MOST_FORMS = 2;

type Cost = { cost: number; forms: number };

/**
 * Refuses documents that read too much. A field counts 1, an object 2 and what is asked of it, times the size of its page: what the
 * document says, 100 where a variable says it, 20 where nothing does. A list with larger pages has simpler items: a full page costs the
 * same there.
 */
export const costLimit =
  (mostCost: number): ValidationRule =>
  (context) => ({
    OperationDefinition(operation) {
      const { cost, forms } = costOf(context, operation.selectionSet, getNamedType(context.getType()), new Map());
      if (cost > mostCost) refuse(context, `Query Cost limit of ${mostCost} exceeded, found ${Math.ceil(cost)}.`);
      if (forms > MOST_FORMS) refuse(context, `Limit of ${MOST_FORMS} sign-up forms exceeded, found ${forms}.`);
    },
  });

const refuse = (context: ValidationContext, message: string): void =>
  context.reportError(new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }));

/** @param fragments what each fragment costs, once it is known; nothing while it is counted, as another rule refuses circles */
function costOf(
  context: ValidationContext,
  { selections }: SelectionSetNode,
  type: GraphQLNamedType | null | undefined,
  fragments: Map<string, Cost>,
): Cost {
  const sum = { cost: 0, forms: 0 };
  const add = ({ cost, forms }: Cost): void => {
    sum.cost += cost;
    sum.forms += forms;
  };
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
      add(costOfField(context, selection, field, fragments));
    } else if (selection.kind === 'InlineFragment') {
      const on = selection.typeCondition ? context.getSchema().getType(selection.typeCondition.name.value) : type;
      add(costOf(context, selection.selectionSet, on, fragments));
    } else {
      add(costOfFragment(context, selection.name.value, fragments));
    }
  }
  return sum;
}

function costOfField(
  context: ValidationContext,
  node: FieldNode,
  field: GraphQLField<unknown, unknown> | undefined,
  fragments: Map<string, Cost>,
): Cost {
  if (!node.selectionSet || node.name.value === '__schema') return { cost: 1, forms: 0 };
  const below = costOf(context, node.selectionSet, field && getNamedType(field.type), fragments);
  return {
    cost: (2 + DEPTH_FACTOR * below.cost) * pageSize(node, field),
    forms: below.forms + (node.name.value === 'signUpFields' ? 1 : 0),
  };
}

function pageSize(node: FieldNode, field: GraphQLField<unknown, unknown> | undefined): number {
  if (!field?.args.some(({ name }) => name === 'first')) return 1;
  const sizes = (node.arguments ?? []).flatMap(({ name, value }) => {
    if (name.value !== 'first' && name.value !== 'last') return [];
    if (value.kind === 'Variable') return [LARGEST_PAGE];
    return value.kind === 'IntValue' ? [(Number(value.value) * LARGEST_PAGE) / largestPageOf(node.name.value)] : [];
  });
  return sizes.length > 0 ? Math.max(1, ...sizes) : PAGE_UNLESS_TOLD;
}

function costOfFragment(context: ValidationContext, name: string, fragments: Map<string, Cost>): Cost {
  const known = fragments.get(name);
  if (known) return known;
  fragments.set(name, { cost: 0, forms: 0 });
  const fragment = context.getFragment(name);
  const type = fragment && context.getSchema().getType(fragment.typeCondition.name.value);
  const cost = fragment ? costOf(context, fragment.selectionSet, type, fragments) : { cost: 0, forms: 0 };
  fragments.set(name, cost);
  return cost;
}
