import type { SignUpMutation, TypedDocumentString } from '../generated/operations.ts';
import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';

/** Whom to ask; an installation, or the processes of one. */
export type Site = Pick<Installation, 'graphql'>;

/** What any answer is, for code that takes several: a member of a union, with `issues` where it is `InvalidInput`. */
export type AnyAnswer = { __typename: string; issues?: Issue[] };

type Issue = Extract<SignUpResult, { __typename: 'InvalidInput' }>['issues'][number];
type SignUpResult = NonNullable<SignUpMutation['signUp']>;

type Union = { __typename: string };

/** Runs one mutation and returns its result, whichever it is; fails the test where there is none. */
export async function mutate<Result extends Union, Input>(
  { graphql }: Site,
  document: TypedDocumentString<Record<string, Result | null>, { input: Input }>,
  input: NoInfer<Input>,
  options: RequestOptions = {},
): Promise<Result> {
  const { data, errors, text } = await graphql(document, { input }, options);
  const [result] = Object.values(data ?? {});
  if (!result || errors.length > 0) throw new Error(`The mutation answered ${text}`);
  return result;
}

type Success<Result> = Extract<Result, { __typename: `${string}Success` }>;
type With<Value, Field extends keyof Value> = Value & { [Key in Field]: NonNullable<Value[Key]> };

/**
 * Waits for an act that must succeed, and fails the test with the answer where it does not.
 * @param fields what must not be null in the answer
 */
export async function succeed<Result extends Union, Field extends keyof Success<Result> = never>(
  act: Promise<Result>,
  ...fields: Field[]
): Promise<With<Success<Result>, Field>> {
  const result = await act;
  if (!isSuccess(result) || !has(result, fields))
    throw new Error(`${['A success', ...fields].join(' with ')} was expected, not ${JSON.stringify(result)}`);
  return result;
}

/** Waits for an act that must be refused, in this way; fails the test with the answer where it is not. */
export async function refusal<Result extends Union, Name extends Result['__typename']>(
  act: Promise<Result>,
  name: Name,
): Promise<Extract<Result, { __typename: Name }>> {
  const result = await act;
  if (!isNamed(result, name)) throw new Error(`${name} was expected, not ${JSON.stringify(result)}`);
  return result;
}

const isNamed = <Result extends Union, Name extends string>(
  result: Result,
  name: Name,
): result is Extract<Result, { __typename: Name }> => result.__typename === name;

const isSuccess = <Result extends Union>(result: Result): result is Success<Result> => result.__typename.endsWith('Success');

const has = <Value, Field extends keyof Value>(value: Value, fields: Field[]): value is With<Value, Field> =>
  fields.every((field) => value[field] !== null);
