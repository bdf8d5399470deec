import { promises } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPublic, notPublic } from './provider-url.ts';

/**
 * @limit Time that one name server has for an answer. All servers together have twice that. Beyond: The next one is asked; at
 * the end the log-in fails with UNAVAILABLE.
 */
export const SERVER_MS = 1_500;
/** @limit Time that all name servers together have for an answer. Beyond: The log-in fails with UNAVAILABLE. */
export const MOST_MS = 2 * SERVER_MS;

type Found = { address: string; family: 4 | 6 };

/**
 * Fails if one address of the host is not public. Every connection uses it, so DNS rebinding does not help. A silent name
 * server would block one of few threads of `dns.lookup`, so we do not use that. Names only in /etc/hosts are not found.
 */
export const lookUpPublic: LookupFunction = (host, { family, all }, callback) => {
  publicAddressesOf(host, family).then(
    ([first, ...more]) => (all ? callback(null, [first, ...more]) : callback(null, first.address, first.family)),
    (error: NodeJS.ErrnoException) => callback(error, []),
  );
};

async function publicAddressesOf(host: string, family: Parameters<LookupFunction>[1]['family']): Promise<[Found, ...Found[]]> {
  const found = await addressesOf(host);
  if (!found.every(({ address }) => isPublic(address))) throw notPublic(host);
  const [first, ...more] = found.filter((one) => !family || one.family === family || `IPv${one.family}` === family);
  if (!first) throw failure(host, 'ENOTFOUND');
  return [first, ...more];
}

async function addressesOf(host: string): Promise<Found[]> {
  const literal = isIP(host);
  if (literal === 4 || literal === 6) return [{ address: host, family: literal }];
  const resolver = new promises.Resolver({ timeout: SERVER_MS, tries: 1 });
  const timer = setTimeout(() => resolver.cancel(), MOST_MS);
  try {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const found = answers.flatMap((answer, index) => {
      const family = index === 0 ? (4 as const) : (6 as const);
      return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
    });
    if (found.length > 0) return found;
    const refusal = answers.find((answer) => answer.status === 'rejected');
    throw refusal ? refusal.reason : failure(host, 'ENOTFOUND');
  } finally {
    clearTimeout(timer);
  }
}

const failure = (host: string, code: string): NodeJS.ErrnoException => Object.assign(new Error(`${code} ${host}`), { code });
