import { randomBytes } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';
import { afterAll } from 'vitest';
import { type Account, newSigningKey, startIdentityProvider } from '../../dev/identity-provider.ts';
import { freePort } from '../../dev/ports.ts';

export const ACCOUNTS = {
  grace: { name: 'Grace Hopper', email: 'grace@people.test', email_verified: true, groups: ['makers', 'admirals'] },
  alan: { name: 'Alan Turing', email: 'alan@people.test', email_verified: true, groups: [] },
} satisfies Record<string, Account>;

export type OidcProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Starts it, once the client is known that may send people there. */
  start: (client: Omit<ClientMetadata, 'client_id'>) => Promise<void>;
};

/** An identity provider as they are in the world, until the test file ends. It does not run yet. */
export async function prepareOidcProvider(): Promise<OidcProvider> {
  const port = await freePort();
  const clientId = 'gatehouse';
  // With all that has to be escaped, and what need not be.
  const clientSecret = `100% "secret": a+b/c=d&e -_.~*'() ${randomBytes(24).toString('base64url')}`;
  return {
    issuer: `http://localhost:${port}`,
    clientId,
    clientSecret,
    start: async (client) => {
      const { admit, stop } = await startIdentityProvider(port, newSigningKey(), ACCOUNTS);
      afterAll(stop);
      await admit({ client_id: clientId, client_secret: clientSecret, ...client });
    },
  };
}
