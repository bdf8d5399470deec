import type { App } from '../app.ts';
import { clientBlock } from './client-block.ts';
import { count, nameOf } from './open-throttles.ts';

/**
 * Counts an act that tries a credential or causes a mail, for the client that it comes from.
 * @param address the client's network address
 * @throws TooManyAttempts beyond CLIENT_LIMIT
 */
export async function countCredentialAct({ throttles, keys }: App, address: string): Promise<void> {
  if (throttles.clients) await count(throttles.clients, `client:${nameOf(keys, clientBlock(address))}`);
}
