import { promisify } from 'node:util';
import { Agent, type Response as Answer, fetch } from 'undici';
import { ProviderFailure } from './provider-failure.ts';
import { lookUpPublic, parseProviderUrl } from './provider-url.ts';

const MOST_MS = 5_000;
const MOST_BYTES = 1024 * 1024;

type Request = {
  method?: string;
  headers?: Record<string, string>;
  body?: ArrayBuffer | ReadableStream | Uint8Array | URLSearchParams | string | null | undefined;
};

/**
 * Asks a provider (R44): only public addresses over https, unless the operator allows the host; no redirects; at most 5 seconds
 * and 1 MiB for the whole answer.
 * @returns the answer with its whole body, already read
 * @throws ProviderFailure
 */
export type GuardedFetch = (url: string, request?: Request) => Promise<Response>;

export type Guard = {
  fetch: GuardedFetch;
  /** The same, but a redirect is returned instead of refused. It is not followed. */
  fetchRedirect: GuardedFetch;
  /** Ends all connections. */
  close: () => Promise<void>;
};

/** @param allowedPrivateHosts hosts that may be on private addresses and on plain http */
export function openGuard(allowedPrivateHosts: string[]): Guard {
  const open = new Agent();
  const guarded = new Agent({ connect: { lookup: lookUpPublic } });
  const fetchRedirect: GuardedFetch = async (text, { method = 'GET', headers = {}, body = null } = {}) => {
    const { url, isAllowed } = parseProviderUrl(text, allowedPrivateHosts);
    const dispatcher = isAllowed ? open : guarded;
    const signal = AbortSignal.timeout(MOST_MS);
    try {
      return await whole(await fetch(url, { method, headers, body, dispatcher, signal, redirect: 'manual' }), url.host);
    } catch (error) {
      throw failureOf(error, url.host);
    }
  };
  return {
    fetch: async (text, request) => refuseRedirect(await fetchRedirect(text, request), text),
    fetchRedirect,
    close: async () => void (await Promise.all([open.destroy(), guarded.destroy()])),
  };
}

/**
 * Checks that a provider may be asked at this address.
 * @param allowedPrivateHosts hosts that may be on private addresses and on plain http
 * @throws ProviderFailure (MISCONFIGURED) if it may not, or if the host cannot be resolved
 */
export async function checkProviderUrl(text: string, allowedPrivateHosts: string[]): Promise<void> {
  const { url, isAllowed } = parseProviderUrl(text, allowedPrivateHosts);
  if (/[?#]/.test(text)) throw new ProviderFailure('MISCONFIGURED', 'The address must not have a query or a fragment.');
  if (isAllowed) return;
  await promisify(lookUpPublic)(url.hostname.replace(/^\[|\]$/g, ''), {}).catch((error: unknown) => {
    if (error instanceof ProviderFailure) throw error;
    throw new ProviderFailure('MISCONFIGURED', `Nobody knows the host ${url.hostname}.`);
  });
}

/** Reads the whole body. Counts bytes after decompression: a small answer may unpack to a large one. */
async function whole(answer: Answer, host: string): Promise<Response> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.byteLength;
    if (size > MOST_BYTES) throw new ProviderFailure('UNAVAILABLE', `${host} says more than ${MOST_BYTES} bytes.`);
    parts.push(part);
  }
  const body = answer.status === 204 || answer.status === 205 ? null : Buffer.concat(parts);
  return new Response(body, { status: answer.status, headers: [...answer.headers] });
}

function refuseRedirect(answer: Response, url: string): Response {
  if (answer.status < 300 || answer.status > 399) return answer;
  throw new ProviderFailure(
    'MISCONFIGURED',
    `${new URL(url).host} sends us elsewhere (status ${answer.status}), where we do not go.`,
  );
}

function failureOf(error: unknown, host: string): ProviderFailure {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ProviderFailure) return cause;
    if (cause.name === 'TimeoutError') {
      return new ProviderFailure('UNAVAILABLE', `${host} takes longer than ${MOST_MS / 1_000} seconds.`);
    }
    if ('code' in cause) return new ProviderFailure('UNAVAILABLE', `${host} does not answer (${cause.code}).`);
  }
  return new ProviderFailure('UNAVAILABLE', `${host} does not answer as HTTP wants it.`);
}
