import * as z from 'zod';
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

const startSsoLinkInput = z.object({ portal: z.string(), connection: z.string(), password: password.nullish() });

/**
 * The password proves the account here. The log-in in the same browser proves the account at the provider (R41). The returned
 * URL works once, for 10 minutes, and needs the session cookie.
 */
export async function startSsoLink(
  app: App,
  developer: LoggedInDeveloper | null,
  input: z.input<typeof startSsoLinkInput>,
  client: Pick<Client, 'ip'> & { holds: 'COOKIE' | 'TOKEN' },
): Promise<{ url: string }> {
  if (!developer) throw new NotAllowed();
  if (client.holds === 'TOKEN') throw new NotAllowed('NO_COOKIE');
  const { portal, connection: id, password } = parseInput(startSsoLinkInput, input);
  const connection = await findConnection(app, portal, id);
  if (!connection?.enabled) throw new NotFound('connection');
  await checkOwnPassword(app, developer, password ?? null, client);
  const ticket = newSecret();
  await storeAttempt(app, { hash: hashLinkTicket(ticket), connectionId: connection.id, developerId: developer.id });
  return { url: `${startUrl(app, connection)}?link=${ticket}` };
}
