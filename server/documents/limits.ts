import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import { GraphQLError, type ValidationContext, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { costLimit } from './cost-limit.ts';
import { oneCredentialField } from './one-credential-field.ts';

/**
 * Each limit is several times what GraphiQL and a portal's pages need.
 * @limit bytes: Text of a GraphQL document. Beyond: 400.
 */
export const MOST_BYTES = 16_384;
/** @limit tokens: Tokens of a GraphQL document. Beyond: 400. */
export const MOST_TOKENS = 2_000;
/** @limit levels: Depth of a GraphQL document. Beyond: 400. */
export const MOST_LEVELS = 12;
/** @limit aliases: Aliases in a GraphQL document. Beyond: 400. */
export const MOST_ALIASES = 15;
/** @limit directives: Directives in a GraphQL document. Beyond: 400. */
export const MOST_DIRECTIVES = 20;
/** @limit points: Cost of a GraphQL document. Beyond: 400. */
export const MOST_COST = 25_000;
/**
 * Each one costs time, and nobody mends more at a time.
 * @limit errors: Errors that the answer lists for one document. Beyond: The others are not listed.
 */
export const MOST_ERRORS = 10;
/** @limit characters: Message of an error about variables. Beyond: The middle is left out. */
export const LONGEST_MESSAGE = 600;

/**
 * Refuses documents that cost more than any useful document, before they run.
 * @param isDevelopment whether answers to misspelt names suggest others, which reveals the schema
 */
export function documentLimits(isDevelopment: boolean): Plugin[] {
  const limits: Plugin[] = [
    { onParse: ({ params }) => checkSize(String(params.source)) },
    maxTokensPlugin({ n: MOST_TOKENS }),
    maxDepthPlugin({ n: MOST_LEVELS, ...refusing }),
    maxAliasesPlugin({ n: MOST_ALIASES, allowList: [], ...refusing }),
    maxDirectivesPlugin({ n: MOST_DIRECTIVES, ...refusing }),
    {
      onValidate: ({ addValidationRule }) => {
        addValidationRule(costLimit(MOST_COST));
        addValidationRule(oneCredentialField);
      },
    },
    {
      onValidate: ({ setValidationFn }) =>
        setValidationFn((schema, document, rules) =>
          validate(schema, document, rules, { maxErrors: MOST_ERRORS, hideSuggestions: !isDevelopment }),
        ),
    },
    sayWhyAborted,
  ];
  return [...limits, ...(isDevelopment ? [] : [hideSuggestions]), boundErrors];
}

/** Nothing about a wrong variable says how it is spelt right: the executor, which checks them, has no such option. */
const hideSuggestions: Plugin = {
  onExecute: () => ({
    onExecuteDone: ({ result }) => {
      if (!('errors' in result)) return;
      for (const error of result.errors ?? []) error.message = withoutSuggestion(error.message);
    },
  }),
};

/** Without a regular expression: the message can quote a long variable, in which the words stand thousands of times. */
function withoutSuggestion(message: string): string {
  const start = message.endsWith('?') ? message.lastIndexOf(' Did you mean ') : -1;
  return start < 0 ? message : message.slice(0, start);
}

/** The executor lists 50 wrong variables, and quotes the whole variable with each. */
const boundErrors: Plugin = {
  onExecute: () => ({
    onExecuteDone: ({ result, setResult }) => {
      if (!('errors' in result) || !result.errors || result.data) return;
      for (const error of result.errors) error.message = withoutMiddle(error.message);
      setResult({ ...result, errors: result.errors.slice(0, MOST_ERRORS) });
    },
  }),
};

/** The name of the variable stands at the beginning of a message, and what is wrong at its end. */
const withoutMiddle = (message: string): string =>
  message.length > LONGEST_MESSAGE
    ? `${message.slice(0, LONGEST_MESSAGE / 2)} ... ${message.slice(-LONGEST_MESSAGE / 2)}`
    : message;

/** Before the parser sees it. @throws GraphQLError */
function checkSize(document: string): void {
  if (Buffer.byteLength(document) <= MOST_BYTES) return;
  throw new GraphQLError(`A document may have at most ${MOST_BYTES} bytes. Put what varies into \`variables\`.`, {
    extensions: { code: 'DOCUMENT_TOO_LARGE', http: { spec: true, status: 400 } },
  });
}

/** GraphQL itself stops comparing fields that share a name when it takes too long, but does not say why. */
const sayWhyAborted: Plugin = {
  onValidate:
    () =>
    ({ result, setResult }) =>
      setResult(result.map((error) => (error.message === 'Validation aborted.' ? tooManyAlike : error))),
};

const tooManyAlike = new GraphQLError('Limit on fields that share a name exceeded: they take too long to compare.', {
  extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
});

/** Reports a validation error like any other, instead of the syntax error that these libraries throw. */
const refusing = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, { message }: GraphQLError) => {
      const told = message.replace('Syntax Error: ', '');
      context?.reportError(new GraphQLError(told, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }));
    },
  ],
};
