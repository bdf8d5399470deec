import * as z from 'zod';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { InvalidCredentials, InvalidInput, NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { CONFIRMED_MS, type LoggedInAdmin } from '../logged-in-admin.ts';
import { password } from '../passwords/check-password.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { type Proof, proof } from '../second-factors/prove.ts';
import { demandAdminPasswordLogIn } from '../sso-connections/admin-password-log-in.ts';
import { tryOnceMore } from '../throttles/try-once-more.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { proveAsAdmin } from './prove-as-admin.ts';

const confirmInput = z.object({ proof: proof.nullish(), password: password.nullish() });

/**
 * Confirms this session alone, for a while. An admin with a second factor has to prove it: the password is not enough.
 * Counts a wrong proof for the session, so that a stolen session does not help to guess.
 * @returns until when the session counts as confirmed
 */
export async function adminConfirm(
  app: App,
  admin: LoggedInAdmin | null,
  input: z.input<typeof confirmInput>,
  client: Pick<Client, 'ip'>,
): Promise<{ confirmedUntil: Date }> {
  if (!admin) throw new NotAllowed();
  const given = parseInput(confirmInput, input);
  const { sessionId } = admin;
  if (!admin.hasSecondFactor) {
    await demandAdminPasswordLogIn(app);
    await tryOnceMore(app, sessionId, () => checkPassword(admin, given.password ?? null, client.ip));
    return await transaction(app, (tx) => confirm(tx, admin));
  }
  const sent = given.proof ?? missing();
  return await tryOnceMore(app, sessionId, () => transaction(app, (tx) => proveAndConfirm(app, tx, admin, sent)));
}

const missing = (): never => {
  throw new InvalidInput([
    { path: ['proof'], code: 'REQUIRED', message: 'Prove your second factor. The password is not enough.' },
  ]);
};

async function checkPassword({ id, passwordHash }: LoggedInAdmin, typed: string | null, ip: string): Promise<void> {
  if (typed === null) throw new InvalidInput([{ path: ['password'], code: 'REQUIRED', message: 'Type your password.' }]);
  const isRight = await verifyPassword(passwordHash, typed, ip);
  if (!isRight) throw new InvalidCredentials({ adminId: id }, 'PASSWORD');
}

async function proveAndConfirm(
  app: App,
  tx: Transaction,
  admin: LoggedInAdmin,
  sent: Proof,
): Promise<{ confirmedUntil: Date }> {
  await proveAsAdmin(tx, admin.id, sent, { app, sessionId: admin.sessionId });
  return await confirm(tx, admin);
}

/** Fails if the session, the password or the second factor has changed since it was checked. */
async function confirm(tx: Transaction, admin: LoggedInAdmin): Promise<{ confirmedUntil: Date }> {
  const { id, sessionId, passwordHash, hasSecondFactor } = admin;
  const [session] = await tx.$queryRaw<{ confirmedAt: Date }[]>`
    UPDATE admin_sessions session SET confirmed_at = now() FROM admins admin
    WHERE session.id = ${sessionId}::uuid AND admin.id = session.admin_id AND admin.id = ${id}::uuid
      AND admin.password_hash IS NOT DISTINCT FROM ${passwordHash} AND admin.has_second_factor = ${hasSecondFactor}
    RETURNING confirmed_at AS "confirmedAt"`;
  if (!session) throw new NotAllowed();
  const subject = { kind: 'ADMIN', id } as const;
  await record(tx, { type: 'session.confirmed', portalId: null, actor: byAdmin(admin), subject, data: { sessionId } });
  return { confirmedUntil: new Date(session.confirmedAt.getTime() + CONFIRMED_MS) };
}
