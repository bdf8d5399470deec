import { Resolver } from 'node:dns/promises';
import { dkimVerify } from 'mailauth';
import type { NameServer } from './dns.ts';

/** What a receiver finds out about the signature of an email. */
export async function verified({ address }: NameServer, raw: string) {
  const resolver = new Resolver({ timeout: 2_000, tries: 1 });
  resolver.setServers([address]);
  const { results } = await dkimVerify(raw, { resolver: (name) => resolver.resolveTxt(name) });
  const [first] = results;
  return {
    result: first?.status.result,
    domain: first?.signingDomain,
    selector: first?.selector,
    headers:
      first?.signingHeaders?.keys
        .toLowerCase()
        .split(':')
        .map((name) => name.trim()) ?? [],
  };
}
