import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { InvalidToken, PasswordLoginOff } from '../errors.ts';
import { parseInput } from '../input.ts';
import { addJob } from '../jobs/add-job.ts';
import { getPortal } from '../portals/find-portal.ts';
import { closeChallenge, tryChallenge } from '../second-factors/challenges.ts';
import { proof } from '../second-factors/prove.ts';
import { withCodeLimit } from '../throttles/limit-codes.ts';
import { transaction } from '../transaction.ts';
import { lockDeveloper } from './lock-developer.ts';
import type { Held } from './log-in.ts';
import { type NewlyLoggedIn, openDeveloperSession } from './open-developer-session.ts';
import { proveAsDeveloper } from './prove-as-developer.ts';
import { whyNotLogIn } from './why-not-log-in.ts';

const confirmInput = z.object({
  portal: z.string(),
  challenge: z.string(),
  code: z.string().nullish(),
  recoveryCode: z.string().nullish(),
  passkey: z.string().nullish(),
});

/** The second step of a log-in. Ends the `held` session. */
export async function confirmSecondFactor(
  app: App,
  input: z.input<typeof confirmInput>,
  held: Held,
  client: Client,
): Promise<NewlyLoggedIn> {
  const { portal: slug, challenge: token, ...proofs } = parseInput(confirmInput, input);
  const given = parseInput(proof, proofs);
  const { id: portalId, passwordLogin } = await getPortal(app, slug);
  if (!passwordLogin) throw new PasswordLoginOff();
  const challenge = await tryChallenge(app.prisma, token, 'LOG_IN', { portalId }, null);
  const { developerId: id, passwordHash } = challenge;
  if (id === null) throw new Error('A challenge of a developer has no developer.');

  const asked = { id, portalId, method: 'PASSWORD', passwordHash, asksSecondFactor: false } as const;
  const open = (notedDevice: string | null) =>
    transaction(app, async (tx) => {
      const developer = await lockDeveloper(tx, id);
      if (!developer) throw new InvalidToken('STEP');
      const secondFactor = await proveAsDeveloper(tx, developer, given, { app, challenge });
      await closeChallenge(tx, challenge);
      const session = await openDeveloperSession(app, tx, { ...asked, secondFactor, client, held, notedDevice });
      if (!session) throw new NotOpened();
      return session;
    });
  const warn = () => transaction(app, (tx) => addJob(tx, 'sendSecondFactorFailedEmail', portalId, { developerId: id }));
  return await withCodeLimit(app, { realm: { portalId }, id }, held.device, open, warn).catch(async (error: unknown) => {
    if (!(error instanceof NotOpened)) throw error;
    throw (await whyNotLogIn(app, id, { passwordHash })) ?? new InvalidToken('STEP');
  });
}

/** Undoes the use of the proof: the password or the status changed since the first step. */
class NotOpened extends Error {}
