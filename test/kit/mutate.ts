import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';

/** The members of any result, flat: a test looks at `__typename` and what goes with it. */
export type Result = {
  __typename: string;
  message?: string;
  issues?: { path: string[]; message: string; code: string; parameters: { name: string; value: string }[] }[];
  status?: string;
  email?: string;
  passwordToken?: string | null;
  expiresAt?: string | null;
  returnTo?: string | null;
  token?: string | null;
  deviceToken?: string | null;
  unlinkToken?: string | null;
  ssoIdentities?: { id: string; subject: string }[];
  providerLogOutUrl?: string | null;
  url?: string;
  retryAfter?: number;
  developer?: { id: string; email: string; status: string; fullName?: string };
  id?: string;
  ended?: number;
  portal?: { slug: string };
  results?: {
    id: string;
    developer: { status: string } | null;
    error: { __typename: string; message: string; status?: string } | null;
  }[];
};

/** Whom to ask; an installation, or the processes of one. */
export type Site = Pick<Installation, 'graphql'>;

const ERRORS = '... on Error { message ... on InvalidInput { issues { path message code parameters { name value } } } }';

/** Runs one mutation and returns its result; fails the test where there is none. */
export async function mutate<More extends object = object>(
  { graphql }: Site,
  field: string,
  inputType: string,
  selection: string,
  input: object,
  options: RequestOptions = {},
): Promise<Result & More> {
  const document = `mutation($input: ${inputType}!) { result: ${field}(input: $input) { __typename ${selection} ${ERRORS} } }`;
  const { data, errors, text } = await graphql<{ result: (Result & More) | null }>(document, { input }, options);
  if (!data?.result || errors.length > 0) throw new Error(`${field} answered ${text}`);
  return data.result;
}
