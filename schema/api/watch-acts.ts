import { errorTypeMap, wrapOrThrow } from '@pothos/plugin-errors';
import { defaultFieldResolver, type GraphQLField, type GraphQLSchema } from 'graphql';
import { DomainError, TooManyAttempts } from '../../domain/errors.ts';
import { isId } from '../../domain/ids.ts';
import { isSlug } from '../../domain/portals/find-portal.ts';
import { countCredentialAct } from '../../domain/throttles/count-credential-act.ts';
import { orTooBusy } from '../../domain/too-busy.ts';
import type { Act, Context } from './context.ts';
import { CREDENTIAL_ACTS } from './credential-acts.ts';

/**
 * Wraps every mutation in what all of them need: CLIENT_LIMIT for credential acts, TooManyAttempts if no database connection
 * came free, and a line in the log.
 * @throws Error if a credential act cannot answer TooManyAttempts
 */
export function watchActs(schema: GraphQLSchema): GraphQLSchema {
  const acts = schema.getMutationType()?.getFields() ?? {};
  for (const act of Object.values(acts)) watch(act);
  for (const name of CREDENTIAL_ACTS) {
    if (!mayBeTooMany(acts[name])) throw new Error(`${name} cannot answer TooManyAttempts.`);
  }
  return schema;
}

function mayBeTooMany(act: GraphQLField<unknown, Context> | undefined): boolean {
  const errors: unknown = act?.extensions['pothosErrors'];
  return Array.isArray(errors) && errors.includes(TooManyAttempts);
}

function watch(act: GraphQLField<unknown, Context>): void {
  const { name, resolve = defaultFieldResolver } = act;
  const own = mayBeTooMany(act) ? [TooManyAttempts] : [];
  const attempt = async (...[source, args, context, info]: Parameters<typeof resolve>): Promise<unknown> => {
    try {
      if (CREDENTIAL_ACTS.has(name)) await countCredentialAct(context.app, context.client.ip);
      return await resolve(source, args, context, info);
    } catch (error) {
      // Pothos recognises errors only in this form.
      return wrapOrThrow(orTooBusy(error), own);
    }
  };
  act.resolve = async (source, args, context, info) => {
    try {
      const answer = await attempt(source, args, context, info);
      for (const line of describe(name, args, answer)) context.tell(line);
      return answer;
    } catch (error) {
      const result = error instanceof TooManyAttempts ? error.name : 'Unexpected';
      context.tell({ act: name, result, portal: slugIn(args) });
      throw error;
    }
  };
}

/** The lines for the log: one for the act, or one for each developer that it decided about. */
function describe(act: string, args: unknown, answer: unknown): Act[] {
  const results = at(answer, 'results');
  if (!Array.isArray(results)) return [describeOne(act, args, answer, answer)];
  return results.map((result) => ({
    ...describeOne(act, args, result, at(result, 'error')),
    developerId: developerIn(act, result),
  }));
}

/** The `id` of a result is that of a developer, except of acts on invitations and decisions. */
function developerIn(act: string, result: unknown): string | undefined {
  const found = text(at(at(result, 'developer'), 'id'));
  if (found || act === 'undoDecisions' || (isObject(result) && 'invitation' in result)) return found;
  const id = text(at(result, 'id'));
  return id && isId(id) ? id : undefined; // what is not an id may be any text
}

function describeOne(act: string, args: unknown, answer: unknown, error: unknown): Act {
  const developer = at(answer, 'developer');
  const whose = at(error, 'whose');
  return {
    act,
    result: errorName(error) ?? 'Success',
    portal: slugIn(args) ?? text(at(at(answer, 'portal'), 'slug')),
    portalId: text(at(developer, 'portalId')) ?? text(at(at(answer, 'connection'), 'portalId')) ?? text(at(answer, 'portalId')),
    developerId: text(at(developer, 'id')) ?? text(at(answer, 'developerId')) ?? text(at(whose, 'developerId')),
    adminId: text(at(at(answer, 'admin'), 'id')) ?? text(at(whose, 'adminId')),
  };
}

/**
 * The name of the error, if the answer is one. Pothos hides that from GraphQL, which would throw it, but keeps it in its map.
 */
function errorName(value: unknown): string | undefined {
  if (value instanceof Error && !(value instanceof DomainError)) return 'Unexpected';
  return value instanceof Error || (isObject(value) && errorTypeMap.has(value)) ? text(at(value, 'name')) : undefined;
}

function slugIn(args: unknown): string | undefined {
  const slug = text(at(at(args, 'input'), 'portal'));
  return slug && isSlug(slug) ? slug : undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const at = (value: unknown, key: string): unknown => (isObject(value) ? Reflect.get(value, key) : undefined);
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
