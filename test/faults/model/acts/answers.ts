import { expect } from 'vitest';
import type { TypedDocumentString } from '../../../generated/operations.ts';
import { comparable } from '../../../kit/graphql.ts';
import { present } from '../../../kit/present.ts';
import type { Model } from '../state.ts';
import type { World } from '../world.ts';

type Union = { __typename: string };
type Mutation<Result, Input> = TypedDocumentString<Record<string, Result | null>, { input: Input }>;

/** Fails with the whole answer where it is not the one that the model says. @param name with or without `Success` */
export function expectAnswer<Result extends Union, Name extends Result['__typename']>(
  result: Result,
  name: Name | 'Success',
): asserts result is Extract<Result, { __typename: Name }> {
  const isIt = name === 'Success' ? result.__typename.endsWith('Success') : result.__typename === name;
  if (!isIt) throw new Error(`The model expects ${name}, and the answer is ${JSON.stringify(result)}`);
}

type Success<Result> = Extract<Result, { __typename: `${string}Success` }>;

const isSuccess = <Result extends Union>(result: Result): result is Success<Result> => result.__typename.endsWith('Success');

/** The answer to an act that succeeds, by the model. */
export function succeeded<Result extends Union>(result: Result): Success<Result> {
  if (!isSuccess(result)) throw new Error(`The model expects a success, and the answer is ${JSON.stringify(result)}`);
  return result;
}

/** Each is another one. */
const CHALLENGE = /"botChallenge":\{"challenge":"(\\.|[^"\\])*"[^{}]*\}/;

/**
 * An act of a stranger with an address. For each address, the answer has to be the same, byte for byte.
 * @param about whatever else the answer may depend on
 */
export async function asStranger<Result extends Union, Input extends { email: string }>(
  m: Model,
  { gatehouse }: World,
  document: Mutation<Result, Input>,
  input: Input,
  about: string,
): Promise<Result> {
  const answer = await gatehouse.graphql(document, { input });
  const [result] = Object.values(answer.data ?? {});
  const secret = result && 'codeSecret' in result ? String(result.codeSecret) : '';
  const told = JSON.stringify(comparable({ ...answer, text: answer.text.replace(CHALLENGE, '') }))
    .replaceAll(input.email, '<address>')
    .replace(secret, `<${secret.length} characters>`);
  const act = `${Object.keys(answer.data ?? {}).join()} ${about}`;
  const before = m.told.get(act);
  if (before === undefined) m.told.set(act, told);
  else expect(told, `what a stranger learns by ${act}`).toBe(before);
  return present(result, `a result in ${answer.text}`);
}

type Outcome = { error: { __typename: string } | null };

/** The outcomes of an act with several people, in their order. */
export function expectOutcomes(results: Outcome[], expected: (string | null)[]): void {
  expect(results.map(({ error }) => error?.__typename ?? null)).toEqual(expected);
}
