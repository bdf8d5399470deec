import { z } from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { parseInput } from '../input.ts';
import { logInByPasskey } from '../passkeys/log-in-by-passkey.ts';
import { assertionText } from '../passkeys/passkey-input.ts';
import { portalRelyingParty } from '../passkeys/relying-party.ts';
import { type Held, secondAttempt } from './log-in.ts';
import { type DeveloperEntry, type NewlyLoggedIn, openDeveloperSession } from './open-developer-session.ts';
import { getPasskeyPortal } from './passkey-portal.ts';

const logInInput = z.object({ portal: z.string(), challenge: z.string(), passkey: assertionText });

/**
 * The passkey counts as both factors, because it asks the person for a PIN or a fingerprint. Only a valid signature shows the
 * status. Ends the `held` session.
 */
export async function logInWithPasskey(
  app: App,
  input: z.input<typeof logInInput>,
  held: Held,
  client: Client,
): Promise<NewlyLoggedIn> {
  const { portal: slug, ...answer } = parseInput(logInInput, input);
  const portal = await getPasskeyPortal(app, slug);
  const { id: portalId } = portal;
  const { entry, session } = await logInByPasskey(
    app,
    { portalId },
    portalRelyingParty(app, portal),
    answer,
    async (tx, id) => {
      const entry: DeveloperEntry = {
        id,
        portalId,
        method: 'PASSKEY',
        passwordHash: null,
        secondFactor: 'PASSKEY',
        asksSecondFactor: false,
        client,
        held,
        notedDevice: null,
      };
      return { entry, session: await openDeveloperSession(app, tx, entry) };
    },
  );
  return session ?? (await secondAttempt(app, entry));
}
