import type { DocumentNode, Token } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { nextTurn } from '../../next-turn.ts';

/**
 * What all remembered documents take at most, in bytes of the heap. The pages' own take less than a twentieth of it.
 * @limit bytes: Memory for validated documents. Beyond: The document that was used longest ago is forgotten.
 */
export const MOST_BYTES = 8 * 1024 * 1024;
/** At most: V8 keeps a token and the nodes over it in 250 to 530 bytes. */
const BYTES_PER_TOKEN = 600;

/**
 * Remembers documents, so that those which come again and again are parsed and validated once. Only valid ones: anybody can send
 * any number of others. Put it before the plugins that parse or validate; it stands in for Yoga's own cache, which counts documents
 * instead of bytes and keeps what was refused.
 */
export function rememberedDocuments(): Plugin {
  const documents = new LRUCache<string, DocumentNode>({ maxSize: MOST_BYTES, sizeCalculation: bytesOf });
  const valid = new WeakSet<DocumentNode>();
  return {
    // Parsing and validating a new one takes milliseconds.
    // Not async: a remembered one need not wait for a promise.
    onParams: ({ params: { query } }) => (query && !documents.has(query) ? nextTurn() : undefined),
    onParse: ({ params, setParsedDocument }) => {
      const document = documents.get(String(params.source));
      if (document) setParsedDocument(document);
    },
    onValidate: ({ params: { documentAST }, setResult }) => {
      if (valid.has(documentAST)) return setResult([]);
      return (outcome) => {
        const text = documentAST.loc?.source.body;
        if (!outcome.valid || text === undefined) return;
        valid.add(documentAST);
        documents.set(text, documentAST);
      };
    },
  };
}

/** An upper bound, of the text too: a comment is no token. */
function bytesOf({ loc }: DocumentNode, text: string): number {
  let tokens = 0;
  for (let token: Token | null | undefined = loc?.startToken; token; token = token.next) tokens++;
  return tokens * BYTES_PER_TOKEN + text.length * 2;
}
