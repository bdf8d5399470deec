import { z } from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { checkOwnPassword } from '../developers/check-own-password.ts';
import type { LoggedInDeveloper } from '../developers/find-session.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { startUrl } from '../sso-connections/start-url.ts';
import { newSecret } from '../tokens/secrets.ts';
import { findConnection } from './find-connection.ts';
import { hashLinkTicket } from './start-sso.ts';
import { storeAttempt } from './store-attempt.ts';

/** A browser cannot send a bearer token, so the person would be a stranger at the end. */
const NO_COOKIE = 'To link an account, the browser needs a session cookie. Log in there with `session: COOKIE` first.';

const startSsoLinkInput = z.object({ portal: z.string(), connection: z.string(), password: password.nullish() });

/**
 * Lets somebody who is logged in link an account at a provider: they prove the account here by its password, the one there by going
 * to the address that this returns, in the same browser (R41).
 * @param client where it is, and how it holds its session
 * @returns an address that works once, for 10 min, where the developer is logged in by a cookie
 */
export async function startSsoLink(
  app: App,
  developer: LoggedInDeveloper | null,
  input: z.input<typeof startSsoLinkInput>,
  client: Pick<Client, 'ip'> & { holds: 'COOKIE' | 'TOKEN' },
): Promise<{ url: string }> {
  if (!developer) throw new NotAllowed();
  if (client.holds === 'TOKEN') throw new NotAllowed(NO_COOKIE);
  const { portal, connection: id, password } = parseInput(startSsoLinkInput, input);
  const connection = await findConnection(app, portal, id);
  if (!connection?.enabled) throw new NotFound('connection');
  await checkOwnPassword(app, developer, password ?? null, client);
  const ticket = newSecret();
  await storeAttempt(app, { hash: hashLinkTicket(ticket), connectionId: connection.id, developerId: developer.id });
  return { url: `${startUrl(app, connection)}?link=${ticket}` };
}
