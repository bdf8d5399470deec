export type RequestOptions = { token?: string | undefined; cookie?: string; headers?: Record<string, string> };

export type GraphqlError = { message: string; path?: string[]; extensions?: { code?: string; requestId?: string } };

export type Answer<Data> = { status: number; headers: Headers; text: string; data: Data; errors: GraphqlError[] };

/** Asks as any client would: over HTTP, with JSON. */
export async function postGraphql<Data>(
  url: string,
  document: string,
  variables: object = {},
  { token, cookie, headers }: RequestOptions = {},
): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(cookie && { cookie }),
      ...headers,
    },
    body: JSON.stringify({ query: document, variables }),
  });
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text);
  return { status: response.status, headers: response.headers, text, data, errors };
}

/** What of an answer anyone can compare with another: status, names of headers, and each byte of the body but the request id. */
export function comparable({ status, headers, text }: Answer<unknown>) {
  const names = [...headers.keys()].filter((name) => name !== 'date' && name !== 'x-request-id').sort();
  return { status, names, body: text.replaceAll(headers.get('x-request-id') ?? '', '<request id>') };
}
