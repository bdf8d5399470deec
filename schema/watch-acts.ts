import { errorTypeMap, wrapOrThrow } from '@pothos/plugin-errors';
import { defaultFieldResolver, type GraphQLField, type GraphQLSchema } from 'graphql';
import { TooManyAttempts } from '../domain/errors.ts';
import { isId } from '../domain/ids.ts';
import { isSlug } from '../domain/portals/find-portal.ts';
import { countCredentialAct } from '../domain/throttles/count-credential-act.ts';
import type { Act, Context } from './context.ts';
import { CREDENTIAL_ACTS } from './credential-acts.ts';

/** Puts around every mutation what holds for all of them: CLIENT_LIMIT where one tries a credential, and a line in the log (R67). */
export function watchActs(schema: GraphQLSchema): GraphQLSchema {
  const acts = schema.getMutationType()?.getFields() ?? {};
  for (const act of Object.values(acts)) watch(act);
  for (const name of CREDENTIAL_ACTS) {
    const errors: unknown = acts[name]?.extensions['pothosErrors'];
    if (!Array.isArray(errors) || !errors.includes(TooManyAttempts)) throw new Error(`${name} cannot answer TooManyAttempts.`);
  }
  return schema;
}

function watch(act: GraphQLField<unknown, Context>): void {
  const { name, resolve = defaultFieldResolver } = act;
  act.resolve = async (source, args, context, info) => {
    try {
      const isTooMany = CREDENTIAL_ACTS.has(name) ? await exceedsLimit(context) : null;
      const answer: unknown = isTooMany ?? (await resolve(source, args, context, info));
      for (const line of describe(name, args, answer)) context.tell(line);
      return answer;
    } catch (error) {
      context.tell({ act: name, result: 'Unexpected', portal: slugIn(args) });
      throw error;
    }
  };
}

/** @returns the answer beyond CLIENT_LIMIT, in the form in which Pothos knows errors; null within it */
async function exceedsLimit({ app, client }: Context): Promise<unknown> {
  try {
    await countCredentialAct(app, client.address);
    return null;
  } catch (error) {
    return wrapOrThrow(error, [TooManyAttempts]);
  }
}

/** One line for the act, or one for each of the developers that it decided about. */
function describe(act: string, args: unknown, answer: unknown): Act[] {
  const results = at(answer, 'results');
  if (!Array.isArray(results)) return [describeOne(act, args, answer, answer)];
  return results.map((result) => ({
    ...describeOne(act, args, result, at(result, 'error')),
    developerId: [at(result, 'id')].map(text).find((id) => id && isId(id)), // an id that is none may be anything
  }));
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

/** Pothos hides that an answer is an error, so that GraphQL does not throw it; its map still knows. */
const errorName = (value: unknown): string | undefined =>
  value instanceof Error || (isObject(value) && errorTypeMap.has(value)) ? text(at(value, 'name')) : undefined;

function slugIn(args: unknown): string | undefined {
  const slug = text(at(at(args, 'input'), 'portal'));
  return slug && isSlug(slug) ? slug : undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const at = (value: unknown, key: string): unknown => (isObject(value) ? Reflect.get(value, key) : undefined);
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
