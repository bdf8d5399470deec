import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TypedDocumentString } from '../generated/operations.ts';
import { present } from './present.ts';

export type RequestOptions = { token?: string | undefined; cookie?: string; headers?: Record<string, string> };

type GraphqlError = { message: string; path?: string[]; extensions?: { code?: string; requestId?: string } };

export type Answer<Data> = { status: number; headers: Headers; text: string; data: Data; errors: GraphqlError[] };

/** A document of `operations/`, which knows what it is answered, or the text of another one. */
export type Document<Data, Variables> = TypedDocumentString<Data, Variables> | string;

/** Asks as any client would: over HTTP, with JSON. */
export async function postGraphql<Data, Variables extends object = object>(
  url: string,
  document: Document<Data, Variables>,
  variables?: NoInfer<Variables>,
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
    body: JSON.stringify({ query: String(document), variables: variables ?? {} }),
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

/** The cookie that an answer sets first, as a browser sends it. */
export const sessionCookie = (headers: Headers): string =>
  present(headers.getSetCookie()[0]?.split(';')[0], 'a cookie in the answer');

/** Sends exactly these bytes and headers, `Host` included, which `fetch` would not. */
export async function send(
  url: string,
  method: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> {
  return await new Promise((resolve, reject) => {
    request(url, { method, headers }, async (response) =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: await text(response) }),
    )
      .on('error', reject)
      .end(body);
  });
}
