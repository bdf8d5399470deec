import * as z from 'zod';
import type { Developer, Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, InvalidToken, NotAllowed } from '../errors.ts';
import { parseInput } from '../input.ts';
import { getPortal } from '../portals/find-portal.ts';
import { proof } from '../second-factors/prove.ts';
import { findToken, readToken } from '../tokens/find-token.ts';
import { type Transaction, transaction } from '../transaction.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import { lockDeveloper } from './lock-developer.ts';
import { withProof } from './with-proof.ts';

const enrolmentInput = z.object({ portal: z.string(), token: z.string().nullish(), proof: proof.nullish() });

export type Enrolment = z.input<typeof enrolmentInput>;

/** The person who sets up a factor. `sessionId` is null for a mailed link. */
type Enroller = { developer: Developer; portal: Portal; sessionId: string | null };

/**
 * Whoever sets up the first factor has the link from the email, which took the password. Whoever sets up another one proves one.
 * @param begin runs in the transaction that uses the proof up
 */
export async function beginEnrolment<Result>(
  app: App,
  caller: LoggedInDeveloper | null,
  input: Enrolment,
  begin: (tx: Transaction, enroller: Enroller) => Promise<Result>,
): Promise<Result> {
  const { portal: slug, token, proof: given } = parseInput(enrolmentInput, input);
  const portal = await getPortal(app, slug);
  if (portal.secondFactor === 'OFF') throw new NotAllowed('NO_SECOND_FACTORS');
  if (token != null) {
    const developer = await developerOfLink(app, portal, token);
    return await transaction(app, async (tx) => {
      await lockDeveloper(tx, developer.id);
      // A new password may have ended the link just now.
      if (!(await readToken(tx, token, 'SECOND_FACTOR'))) throw new InvalidToken();
      return await begin(tx, { developer, portal, sessionId: null });
    });
  }
  if (!caller) throw new NotAllowed();
  if (!caller.hasSecondFactor) throw new NotAllowed('NO_FACTOR');
  if (!given)
    throw new InvalidInput([
      { path: ['proof'], code: 'REQUIRED', message: 'Prove a second factor that you have.', text: 'proveFactor' },
    ]);
  const { sessionId } = caller;
  return await withProof(app, caller, given, (tx, developer) => begin(tx, { developer, portal, sessionId }));
}

async function developerOfLink(app: App, portal: Portal, token: string): Promise<Developer> {
  const found = await findToken(app, token, 'SECOND_FACTOR');
  if (!found) throw new InvalidToken();
  const { portalId, status, hasSecondFactor } = found.developer;
  if (portalId !== portal.id || status !== 'APPROVED' || hasSecondFactor) throw new InvalidToken();
  return found.developer;
}
