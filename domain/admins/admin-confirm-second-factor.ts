import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import type { Held } from '../developers/log-in.ts';
import { InvalidCredentials, InvalidToken } from '../errors.ts';
import { parseInput } from '../input.ts';
import { addJob } from '../jobs/add-job.ts';
import { closeChallenge, tryChallenge } from '../second-factors/challenges.ts';
import { proof } from '../second-factors/prove.ts';
import { withCodeLimit } from '../throttles/limit-codes.ts';
import { transaction } from '../transaction.ts';
import { lockAdmin } from './lock-admin.ts';
import { type AdminNewlyLoggedIn, openAdminSession } from './open-admin-session.ts';
import { proveAsAdmin } from './prove-as-admin.ts';

const confirmInput = z.object({
  challenge: z.string(),
  code: z.string().nullish(),
  recoveryCode: z.string().nullish(),
  passkey: z.string().nullish(),
});

/** The password has changed since the first step. The proof was right, so this is no wrong code. */
function orEnded(error: unknown): never {
  throw error instanceof InvalidCredentials ? new InvalidToken('STEP') : error;
}

/** The second step of a log-in. Ends the `held` session. */
export async function adminConfirmSecondFactor(
  app: App,
  input: z.input<typeof confirmInput>,
  held: Held,
  client: Client,
): Promise<AdminNewlyLoggedIn> {
  const { challenge: token, ...proofs } = parseInput(confirmInput, input);
  const given = parseInput(proof, proofs);
  const challenge = await tryChallenge(app.prisma, token, 'LOG_IN', 'admins', null);
  const { adminId, passwordHash } = challenge;
  if (adminId === null) throw new Error('A challenge of an admin has no admin.');

  const open = (notedDevice: string | null) =>
    transaction(app, async (tx) => {
      // As changes of factors do, so that neither waits for the other in a circle.
      await lockAdmin(tx, adminId);
      const secondFactor = await proveAsAdmin(tx, adminId, given, { app, challenge });
      await closeChallenge(tx, challenge);
      const entry = { adminId, method: 'PASSWORD', passwordHash, secondFactor, held, notedDevice, client } as const;
      return await openAdminSession(app, tx, entry).catch(orEnded);
    });
  const warn = () => transaction(app, (tx) => addJob(tx, 'sendAdminSecondFactorFailedEmail', null, { adminId }));
  return await withCodeLimit(app, { realm: 'admins', id: adminId }, held.device, open, warn);
}
