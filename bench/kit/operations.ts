import { newAddress, PASSWORD } from './people.ts';

/** `from` is the IP that a proxy reports. `expect` is a text of a good answer. */
export type Request = { body: string; token?: string; from?: string; expect: string };

const ERROR = '... on Error { message }';

export const signUp = (email = newAddress()): Request =>
  mutation('signUp', 'SignUp', 'email', { portal: 'demo', email, fullName: 'Ada Lovelace' });

export const verifyEmail = (token: string): Request => mutation('verifyEmail', 'VerifyEmail', 'email passwordToken', { token });

export const setPassword = (token: string): Request =>
  mutation('setPassword', 'SetPassword', 'email status', { token, password: PASSWORD });

export const logIn = (email: string): Request =>
  mutation('logIn', 'LogIn', 'token expiresAt', { portal: 'demo', email, password: PASSWORD, session: 'TOKEN' });

export const me = (token: string): Request => ({
  body: JSON.stringify({
    query: 'query findMe($portal: String!) { me(portal: $portal) { id email fullName status } }',
    variables: { portal: 'demo' },
  }),
  token,
  expect: '"me":{"id":"',
});

export const hello: Request = { body: JSON.stringify({ query: '{ hello }' }), expect: 'world' };

function mutation(field: string, type: string, selection: string, input: object): Request {
  const query = `mutation ${field}($input: ${type}Input!) { ${field}(input: $input) { __typename ... on ${type}Success { ${selection} } ${ERROR} } }`;
  return { body: JSON.stringify({ query, variables: { input } }), expect: `"__typename":"${type}Success"` };
}
