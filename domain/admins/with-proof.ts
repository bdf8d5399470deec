import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import type { Proof } from '../second-factors/prove.ts';
import { tryOnceMore } from '../throttles/try-once-more.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { lockAdmin } from './lock-admin.ts';
import { proveAsAdmin } from './prove-as-admin.ts';

/**
 * For an act that a session alone must not do, because it can be stolen. Uses the proof up in the transaction of the act. Counts a
 * wrong one for the session.
 */
export async function withProof<Result>(
  app: App,
  admin: LoggedInAdmin | null,
  proof: Proof,
  act: (tx: Transaction, admin: LoggedInAdmin, sessionId: string) => Promise<Result>,
): Promise<Result> {
  if (!admin) throw new NotAllowed();
  const { id: adminId, sessionId } = admin;
  return await tryOnceMore(app, sessionId, () =>
    transaction(app, async (tx) => {
      await lockAdmin(tx, adminId);
      const isOpen = await tx.adminSession.count({ where: { id: sessionId, adminId } });
      if (isOpen === 0) throw new NotAllowed();
      await proveAsAdmin(tx, adminId, proof, { app, sessionId });
      return await act(tx, admin, sessionId);
    }),
  );
}
