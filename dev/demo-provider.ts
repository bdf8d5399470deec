import { type Account, type IdentityProvider, newSigningKey, startIdentityProvider } from './identity-provider.ts';
import { keep } from './keep.ts';
import { takePort } from './ports.ts';

/** The provider has verified one email address. The other person has to confirm by a mailed link. */
export const DEMO_PEOPLE = {
  grace: { name: 'Grace Hopper', email: 'grace@example.com', email_verified: true, groups: ['engineering', 'admirals'] },
  alan: { name: 'Alan Turing', email: 'alan@example.org', email_verified: false, groups: ['research'] },
} satisfies Record<string, Account>;

/** Its log-ins end when it stops. */
export async function startDemoProvider(): Promise<IdentityProvider> {
  const port = await takePort(4100, 'the demo identity provider');
  // Kept, because a log-out may show the provider a token that it signed before its last start.
  const key = await keep('provider-key', () => JSON.stringify(newSigningKey()));
  return await startIdentityProvider(port, JSON.parse(key), DEMO_PEOPLE);
}
