import { currentWork } from '../../current-work.ts';
import type { Answer, HttpClient } from './http-client.ts';
import { ProviderFailure } from './provider-failure.ts';
import { parseProviderUrl } from './provider-url.ts';

/** @limit Time of one request to a provider. Beyond: The log-in fails with UNAVAILABLE. */
export const MOST_MS = 5_000;
/** @limit bytes: Answer of a provider. Beyond: The log-in fails with UNAVAILABLE. */
export const MOST_BYTES = 1024 * 1024;

export type Request = {
  method?: string;
  headers?: Record<string, string>;
  body?: ArrayBuffer | ReadableStream | Uint8Array | URLSearchParams | string | null | undefined;
  mostBytes?: number;
};

/** Allows only public addresses over https and the allowed private host, without redirects (R44). */
type GuardedFetch = (url: string, privateHost: string | null, request?: Request) => Promise<Response>;

export type Guard = {
  fetch: GuardedFetch;
  /** Returns a redirect instead of refusing it, and does not follow it. */
  fetchRedirect: GuardedFetch;
  close: () => Promise<void>;
};

export function openGuard(): Guard {
  let opened: Promise<HttpClient> | undefined;
  const fetchRedirect: GuardedFetch = async (text, privateHost, request = {}) => {
    const { method = 'GET', headers = {}, body = null, mostBytes = MOST_BYTES } = request;
    const { url, isAllowed } = parseProviderUrl(text, privateHost);
    const work = currentWork();
    if (work) work.asksProvider = true;
    opened ??= openClient();
    const { fetch, open, guarded } = await opened;
    const dispatcher = isAllowed ? open : guarded;
    const signal = AbortSignal.timeout(MOST_MS);
    try {
      const answer = await fetch(url, { method, headers, body, dispatcher, signal, redirect: 'manual' });
      return await whole(answer, url.host, mostBytes);
    } catch (error) {
      throw failureOf(error, url.host);
    }
  };
  return {
    fetch: async (text, privateHost, request) => refuseRedirect(await fetchRedirect(text, privateHost, request), text),
    fetchRedirect,
    close: async () => {
      const client = await opened;
      await Promise.all([client?.open.destroy(), client?.guarded.destroy()]);
    },
  };
}

/** Only now, because the library takes 5 MB, and many processes never ask a provider. */
const openClient = async (): Promise<HttpClient> => (await import('./http-client.ts')).openHttpClient();

/** Counts bytes after decompression, because a small answer may unpack to a large one. */
async function whole(answer: Answer, host: string, mostBytes: number): Promise<Response> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.byteLength;
    if (size > mostBytes) throw new ProviderFailure('UNAVAILABLE', `${host} sent more than ${mostBytes} bytes.`);
    parts.push(part);
  }
  const body = answer.status === 204 || answer.status === 205 ? null : Buffer.concat(parts);
  return new Response(body, { status: answer.status, headers: [...answer.headers] });
}

function refuseRedirect(answer: Response, url: string): Response {
  if (answer.status < 300 || answer.status > 399) return answer;
  throw new ProviderFailure(
    'MISCONFIGURED',
    `${new URL(url).host} redirects (status ${answer.status}). Gatehouse does not follow redirects.`,
  );
}

function failureOf(error: unknown, host: string): ProviderFailure {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ProviderFailure) return cause;
    if (cause.name === 'TimeoutError') {
      return new ProviderFailure('UNAVAILABLE', `${host} took longer than ${MOST_MS / 1_000} seconds.`);
    }
    if ('code' in cause) return new ProviderFailure('UNAVAILABLE', `${host} does not answer (${cause.code}).`);
  }
  return new ProviderFailure('UNAVAILABLE', `${host} did not answer with valid HTTP.`);
}
