import { type Account, type IdentityProvider, newSigningKey, startIdentityProvider } from './identity-provider.ts';
import { keep } from './keep.ts';
import { takePort } from './ports.ts';

/** One whose address the provider vouches for, and one who has to confirm it by a mailed link. */
export const DEMO_PEOPLE = {
  grace: { name: 'Grace Hopper', email: 'grace@example.com', email_verified: true, groups: ['engineering', 'admirals'] },
  alan: { name: 'Alan Turing', email: 'alan@example.org', email_verified: false, groups: ['research'] },
} satisfies Record<string, Account>;

/** Starts the identity provider of `npm start`. Who is logged in there is forgotten when it stops. */
export async function startDemoProvider(): Promise<IdentityProvider> {
  const port = await takePort(4100, 'the demo identity provider');
  // Kept, since a log-out at the provider shows it a token that it may have signed before its last start.
  const key = await keep('provider-key', () => JSON.stringify(newSigningKey()));
  return await startIdentityProvider(port, JSON.parse(key), DEMO_PEOPLE);
}
