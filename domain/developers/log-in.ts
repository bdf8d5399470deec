import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { InvalidCredentials, PasswordLoginOff, type SecondFactorRequired } from '../errors.ts';
import { address, parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { getPortal } from '../portals/find-portal.ts';
import { askSecondFactor } from '../second-factors/ask-for-proof.ts';
import { type Credentials, withGuessLimit } from '../throttles/limit-guesses.ts';
import { type DeveloperEntry, type NewlyLoggedIn, openDeveloperSession } from './open-developer-session.ts';
import { whyNotLogIn } from './why-not-log-in.ts';

const logInInput = z.object({ portal: z.string(), email: address, password });

/** The session and the device secret that the client has, and how it is going to hold the new ones. */
export type Held = { token: string | null; device: string | null; kind: 'COOKIE' | 'TOKEN' };

/**
 * Only the right password shows the status. Ends the `held` session.
 * @throws SecondFactorRequired after the right password of an approved person who has a second factor
 */
export async function logIn(app: App, input: z.input<typeof logInInput>, held: Held, client: Client): Promise<NewlyLoggedIn> {
  const { portal: slug, email, password } = parseInput(logInInput, input);
  const portal = await getPortal(app, slug);
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  const account = { realm: { portalId: portal.id }, email: email.canonical };
  const check = (found: Credentials | null) => checkPassword(found, password, client.ip);
  const { checked, notedDevice } = await withGuessLimit(app, account, held.device, check);
  const asksSecondFactor = portal.secondFactor !== 'OFF';
  if (checked.hasSecondFactor && asksSecondFactor) throw await secondStep(app, checked);
  const entry: DeveloperEntry = {
    id: checked.id,
    portalId: portal.id,
    method: 'PASSWORD',
    passwordHash: checked.passwordHash,
    secondFactor: null,
    asksSecondFactor,
    client,
    held,
    notedDevice,
  };
  return (await openDeveloperSession(app, app.prisma, entry)) ?? (await secondAttempt(app, entry));
}

async function checkPassword(found: Credentials | null, password: string, ip: string): Promise<Credentials> {
  const isRight = await verifyPassword(found?.passwordHash ?? null, password, ip);
  if (!found || !isRight) throw new InvalidCredentials({ developerId: found?.id });
  return found;
}

async function secondStep(app: App, { id, passwordHash }: Credentials): Promise<SecondFactorRequired> {
  await refuseUnlessApproved(app, { id, passwordHash });
  return await askSecondFactor(app, { developerId: id }, passwordHash);
}

/** Opens a session if the approval came at this moment. */
async function secondAttempt(app: App, entry: DeveloperEntry): Promise<NewlyLoggedIn> {
  await refuseUnlessApproved(app, entry);
  const loggedIn = await openDeveloperSession(app, app.prisma, entry);
  if (!loggedIn) throw new InvalidCredentials();
  return loggedIn;
}

async function refuseUnlessApproved(app: App, { id, passwordHash }: Pick<Credentials, 'id' | 'passwordHash'>): Promise<void> {
  const refusal = await whyNotLogIn(app, id, { passwordHash });
  if (refusal) throw refusal;
}
