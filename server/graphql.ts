import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { type CORSOptions, createYoga } from 'graphql-yoga';
import type { TrustedProxies } from '../config/proxies.ts';
import type { App } from '../domain/app.ts';
import { isKnownOrigin } from '../domain/portals/origins.ts';
import type { Log } from '../log.ts';
import type { Context } from '../schema/api/context.ts';
import { queryError } from '../schema/api/errors.ts';
import { unexpectedIn } from '../schema/api/in-words.ts';
import { schema } from '../schema/index.ts';
import { answerInTime, isUnanswered, timeout } from './answer-in-time.ts';
import { introspectionForAdmins } from './documents/introspection.ts';
import type { KnownDocuments } from './documents/known.ts';
import { documentLimits } from './documents/limits.ts';
import { rememberedDocuments } from './documents/remembered.ts';
import { checkDocuments, documentsByHash, trustedOnly } from './documents/trusted.ts';
import type { Exchange } from './exchange.ts';
import { logUnexpected } from './log-unexpected.ts';
import { nameResult } from './name-result.ts';
import { noteOperation } from './note-operation.ts';
import { languagesAsked, requestId } from './request-id.ts';

/** @limit s: Time that a browser may remember the answer to a CORS preflight. Beyond: The browser asks again. */
export const PREFLIGHT_SECONDS = 600;

/** What a server is told besides the settings of the rules. */
export type ServerOptions = {
  /** Whether GraphiQL, introspection and suggestions are for everyone, rather than for admins. */
  isDevelopment: boolean;
  /** Which proxies in front are believed about the client's address. */
  trustedProxies: TrustedProxies;
  /**
   * The manifest of documents that everyone can send, besides those of the pages. Without it, everyone can send any document.
   */
  trustedDocuments: string | undefined;
  /** What a scraper of `/metrics` has to send; undefined if they are not here. */
  metricsToken: string | undefined;
  /** Milliseconds from which on the log warns of a request. */
  slowMs: number;
};

/** A request and its answer, by the names that Yoga gives them. */
type NodeExchange = { req: IncomingMessage; res: ServerResponse };

/**
 * Answers GraphQL requests that came as JSON; `http.ts` lets no others through.
 * @throws InvalidEnvironment that names a known document which would be refused
 */
export function createGraphql(
  app: App,
  documents: KnownDocuments,
  options: ServerOptions,
  contextOf: (exchange: Exchange) => Context,
  log: Log,
) {
  const { isDevelopment, trustedProxies } = options;
  const isTrustedOnly = options.trustedDocuments !== undefined;
  const context = ({ req, res }: NodeExchange) => contextOf({ app, request: req, response: res, trustedProxies, log });
  const isAdmin = async (exchange: NodeExchange) => (await context(exchange).caller()) !== null;
  const yoga = createYoga<NodeExchange>({
    schema,
    plugins: [
      noteOperation,
      nameResult,
      answerInTime,
      ...(isTrustedOnly ? [trustedOnly(documents, isAdmin)] : []),
      documentsByHash(documents, isTrustedOnly),
      rememberedDocuments(),
      ...documentLimits(isDevelopment),
      ...(isDevelopment ? [] : [introspectionForAdmins]),
    ],
    context,
    extraParamNames: ['documentId'],
    parserAndValidationCache: false, // documents/remembered.ts
    logging: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    maxRequestBodySize: false, // read-body.ts has one
    maskedErrors: { maskError: (error) => maskError(app, error, log) },
    cors: ({ headers }) => corsFor(app, headers, log),
  });
  checkDocuments(yoga, documents);
  return yoga;
}

/** Allows pages of the origins of portals, with cookies. If the database does not answer, it allows none. */
async function corsFor(app: App, headers: Headers, log: Log): Promise<CORSOptions> {
  const origin = headers.get('origin');
  const isKnown = origin !== null && (await isKnownOrigin(app, origin).catch((error) => logUnexpected(app, log, error)));
  if (!isKnown) return false;
  return {
    origin: [origin],
    credentials: true,
    methods: ['POST'],
    // Those asked for: libraries that trace and measure add their own, and the origin is a known one.
    allowedHeaders: headers
      .get('access-control-request-headers')
      ?.split(',')
      .map((name) => name.trim()) ?? ['content-type', 'authorization'],
    exposedHeaders: ['x-request-id'],
    maxAge: PREFLIGHT_SECONDS,
  };
}

/**
 * What a client may know of an error: the messages of our own errors and of GraphQL. Of any other error, only the request id.
 */
function maskError(app: App, error: unknown, log: Log): Error {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const place: GraphQLErrorOptions =
    error instanceof GraphQLError ? { path: error.path ?? null, nodes: error.nodes ?? null } : {};
  const languages = languagesAsked();
  const told = queryError(cause, languages);
  if (!told && cause instanceof GraphQLError) return error instanceof Error ? error : cause;
  if (told) return new GraphQLError(told.message, { ...place, extensions: told.extensions });
  logUnexpected(app, log, cause);
  // The database may have done it, for instance where it waits for a standby.
  if (isUnanswered(cause)) return timeout(place);
  return new GraphQLError(unexpectedIn(languages, 'FAILED'), {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: requestId() },
  });
}
