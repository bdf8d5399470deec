import {
  defaultExtractPersistedOperationId as apolloName,
  type ExtractPersistedOperationId,
  usePersistedOperations as persistedOperations,
} from '@graphql-yoga/plugin-persisted-operations';
import { GraphQLError } from 'graphql';
import type { Plugin, YogaServerInstance } from 'graphql-yoga';
import { digitsOf, hashOf, type KnownDocuments, unusable } from './known.ts';

/** The same status as for any document that is not executed: 400, or 200 for clients of the older media type. */
const http = { spec: true, status: 400 };

const NOT_TRUSTED = {
  message:
    'Only trusted documents are answered here, and this is not one of them. The operator can add it to the manifest of ' +
    'TRUSTED_DOCUMENTS. Admins who are logged in can send any document.',
  extensions: { code: 'DOCUMENT_NOT_TRUSTED', http },
};

/** Apollo's clients know this code and then send the text. */
const NOT_KNOWN = {
  message: 'No document with this hash is known here. Send its text as `query`.',
  extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', http },
};

const NOTHING = {
  message: 'Send a document as `query`, or the hash of a known one as `documentId` or in `extensions.persistedQuery`.',
  extensions: { code: 'BAD_REQUEST', http },
};

/** The hash by which a request names a document, as GraphQL over HTTP or Apollo's clients do. */
const nameIn: ExtractPersistedOperationId = (params, request, context) => {
  const documentId: unknown = Reflect.get(params, 'documentId');
  const name = typeof documentId === 'string' ? documentId : apolloName(params, request, context);
  return name === null ? null : digitsOf(name);
};

/**
 * Answers known documents by their hash. They are not validated again, because `checkDocuments` did so at the start.
 * @param isTrustedOnly whether other documents are refused, so that sending the text instead would not help
 */
export const documentsByHash = (documents: KnownDocuments, isTrustedOnly: boolean): Plugin =>
  persistedOperations({
    allowArbitraryOperations: true,
    extractPersistedOperationId: nameIn,
    getPersistedOperation: (digits) => documents.get(digits)?.text ?? null,
    skipDocumentValidation: true,
    customErrors: { notFound: isTrustedOnly ? NOT_TRUSTED : NOT_KNOWN, keyNotFound: NOTHING },
  });

/**
 * Refuses texts that are not known documents, before they are parsed.
 * @param mayAskAnything whether the client can send any document
 */
export const trustedOnly = <Exchange extends Record<string, unknown>>(
  documents: KnownDocuments,
  mayAskAnything: (exchange: Exchange) => Promise<boolean>,
): Plugin<object, Exchange> => ({
  onParams: async ({ params, context }) => {
    const text: unknown = params.query;
    // Without a text the request names a hash, which `documentsByHash` looks up. A query that is not text has no hash.
    const isTrusted = !text || (typeof text === 'string' && documents.has(hashOf(text)));
    if (isTrusted || (await mayAskAnything(context))) return;
    throw new GraphQLError(NOT_TRUSTED.message, { extensions: NOT_TRUSTED.extensions });
  },
});

/**
 * Checks each known document as any other document is checked: against the limits, the rule of one credential act, and the
 * schema.
 * @throws InvalidEnvironment that names the first document that is refused
 */
export function checkDocuments<Exchange extends Record<string, unknown>>(
  { getEnveloped }: YogaServerInstance<Exchange, object>,
  documents: KnownDocuments,
): void {
  const { parse, validate, schema } = getEnveloped({});
  for (const [digits, { text, manifest }] of documents) {
    try {
      const [error] = validate(schema, parse(text));
      if (error) throw error;
    } catch (error) {
      throw unusable(manifest, digits, `is refused: ${error instanceof Error ? error.message : error}`);
    }
  }
}
