import * as z from 'zod';
import type { App } from '../app.ts';
import { name, parseInput } from '../input.ts';
import { registrationText } from '../passkeys/passkey-input.ts';
import { portalRelyingParty } from '../passkeys/relying-party.ts';
import { getPortal } from '../portals/find-portal.ts';
import type { AddedFactor } from '../second-factors/add-factor.ts';
import { readNewPasskey, unlessTaken } from '../second-factors/new-passkey.ts';
import { transaction } from '../transaction.ts';
import { addDeveloperFactor } from './add-developer-factor.ts';
import { findEnrolment } from './find-enrolment.ts';
import type { LoggedInDeveloper } from './find-session.ts';

const addPasskeyInput = z.object({ portal: z.string(), challenge: z.string(), passkey: registrationText, name });

export async function addPasskey(
  app: App,
  caller: LoggedInDeveloper | null,
  input: z.input<typeof addPasskeyInput>,
): Promise<AddedFactor> {
  const { portal: slug, challenge: token, ...given } = parseInput(addPasskeyInput, input);
  const portal = await getPortal(app, slug);
  const challenge = await findEnrolment(app, caller, portal.id, token, 'ENROL_PASSKEY');
  const factor = await readNewPasskey(portalRelyingParty(app, portal), { challenge, ...given });
  const ownSessionId = caller?.id === challenge.developerId ? caller.sessionId : null;
  return await unlessTaken(transaction(app, (tx) => addDeveloperFactor(tx, challenge, factor, ownSessionId)));
}
