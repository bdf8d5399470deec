import * as z from 'zod';
import type { App } from '../app.ts';
import { name, parseInput } from '../input.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { registrationText } from '../passkeys/passkey-input.ts';
import { adminRelyingParty } from '../passkeys/relying-party.ts';
import type { AddedFactor } from '../second-factors/add-factor.ts';
import { readNewPasskey, unlessTaken } from '../second-factors/new-passkey.ts';
import { transaction } from '../transaction.ts';
import { addAdminFactor } from './add-admin-factor.ts';
import { findEnrolment } from './find-enrolment.ts';

const addPasskeyInput = z.object({ challenge: z.string(), passkey: registrationText, name });

export async function adminAddPasskey(
  app: App,
  caller: LoggedInAdmin | null,
  input: z.input<typeof addPasskeyInput>,
): Promise<AddedFactor> {
  const { challenge: token, ...given } = parseInput(addPasskeyInput, input);
  const challenge = await findEnrolment(app, caller, token, 'ENROL_PASSKEY');
  const factor = await readNewPasskey(adminRelyingParty(app), { challenge, ...given });
  return await unlessTaken(transaction(app, (tx) => addAdminFactor(tx, challenge, factor, caller)));
}
