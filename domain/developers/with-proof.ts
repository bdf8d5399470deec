import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import type { Proof } from '../second-factors/prove.ts';
import { tryOnceMore } from '../throttles/try-once-more.ts';
import { type Transaction, transaction } from '../transaction.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import { lockDeveloper } from './lock-developer.ts';
import { proveAsDeveloper } from './prove-as-developer.ts';

/**
 * For an act that a session alone must not do, because it can be stolen. Uses the proof up in the transaction of the act. Counts a
 * wrong one for the session.
 */
export async function withProof<Result>(
  app: App,
  { id, sessionId }: LoggedInDeveloper,
  proof: Proof,
  act: (tx: Transaction, developer: Developer) => Promise<Result>,
): Promise<Result> {
  return await tryOnceMore(app, sessionId, () =>
    transaction(app, async (tx) => {
      const developer = await lockDeveloper(tx, id);
      const session = await tx.session.findUnique({ where: { id: sessionId, developerId: id } });
      if (!session || developer?.status !== 'APPROVED') throw new NotAllowed();
      await proveAsDeveloper(tx, developer, proof, { app, sessionId });
      return await act(tx, developer);
    }),
  );
}
