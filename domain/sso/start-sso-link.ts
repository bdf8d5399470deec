import { z } from 'zod';
import type { App } from '../app.ts';
import { checkOwnPassword } from '../developers/check-own-password.ts';
import type { LoggedInDeveloper } from '../developers/find-session.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { newSecret } from '../tokens/secrets.ts';
import { findConnection } from './find-connection.ts';
import { ATTEMPT_TTL, hashLinkTicket } from './start.ts';
import { startUrl } from './start-url.ts';

const startSsoLinkInput = z.object({ portal: z.string(), connection: z.string(), password: password.nullish() });

/**
 * Lets somebody who is logged in link an account at a provider: they prove the account here by its password, the one there by going
 * to the address that this returns, in the same browser (R41).
 * @param origin where the client is
 * @returns an address that works once, for 10 min, where the developer is logged in by a cookie
 * @throws NotAllowed without a developer, NotFound (the connection), InvalidInput, InvalidCredentials, TooManyAttempts
 */
export async function startSsoLink(
  app: App,
  developer: LoggedInDeveloper | null,
  input: z.input<typeof startSsoLinkInput>,
  origin: { address: string },
): Promise<{ url: string }> {
  if (!developer) throw new NotAllowed();
  const { portal, connection: id, password } = parseInput(startSsoLinkInput, input);
  const connection = await findConnection(app, portal, id);
  if (!connection?.enabled) throw new NotFound('connection');
  await checkOwnPassword(app, developer, password ?? null, origin);
  const ticket = newSecret();
  await app.prisma.ssoAttempt.create({
    data: {
      id: newId(),
      hash: hashLinkTicket(ticket),
      connectionId: connection.id,
      developerId: developer.id,
      expiresAt: new Date(Date.now() + ATTEMPT_TTL),
    },
  });
  return { url: `${startUrl(app, connection)}?link=${ticket}` };
}
