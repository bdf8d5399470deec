import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import type { Held } from '../developers/log-in.ts';
import { parseInput } from '../input.ts';
import { logInByPasskey } from '../passkeys/log-in-by-passkey.ts';
import { assertionText } from '../passkeys/passkey-input.ts';
import { adminRelyingParty } from '../passkeys/relying-party.ts';
import { demandAdminPasswordLogIn } from '../sso-connections/admin-password-log-in.ts';
import { lockAdmin } from './lock-admin.ts';
import { type AdminNewlyLoggedIn, openAdminSession } from './open-admin-session.ts';

const logInInput = z.object({ challenge: z.string(), passkey: assertionText });

/** The passkey counts as both factors, because it asks the person for a PIN or a fingerprint. Ends the `held` session. */
export async function adminLogInWithPasskey(
  app: App,
  input: z.input<typeof logInInput>,
  held: Held,
  client: Client,
): Promise<AdminNewlyLoggedIn> {
  const answer = parseInput(logInInput, input);
  await demandAdminPasswordLogIn(app);
  const entry = { method: 'PASSKEY', passwordHash: null, secondFactor: 'PASSKEY', held, notedDevice: null, client } as const;
  return await logInByPasskey(app, 'admins', adminRelyingParty(app), answer, lockAdmin, (tx, adminId) =>
    openAdminSession(app, tx, { ...entry, adminId }),
  );
}
