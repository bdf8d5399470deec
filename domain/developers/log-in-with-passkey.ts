import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { InvalidToken } from '../errors.ts';
import { parseInput } from '../input.ts';
import { logInByPasskey } from '../passkeys/log-in-by-passkey.ts';
import { assertionText } from '../passkeys/passkey-input.ts';
import { portalRelyingParty } from '../passkeys/relying-party.ts';
import { lockDeveloper } from './lock-developer.ts';
import type { Held } from './log-in.ts';
import { type DeveloperEntry, type NewlyLoggedIn, openDeveloperSession } from './open-developer-session.ts';
import { getPasskeyPortal } from './passkey-portal.ts';
import { whyNotLogIn } from './why-not-log-in.ts';

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
  const { id, session } = await logInByPasskey(
    app,
    { portalId },
    portalRelyingParty(app, portal),
    answer,
    lockDeveloper,
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
      return { id, session: await openDeveloperSession(app, tx, entry) };
    },
  );
  return session ?? (await refused(app, id));
}

/** The passkey was used up, so a person who was approved at this moment begins again. */
async function refused(app: App, id: string): Promise<never> {
  throw (await whyNotLogIn(app, id)) ?? new InvalidToken('STEP');
}
