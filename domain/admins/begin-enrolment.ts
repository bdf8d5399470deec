import * as z from 'zod';
import type { Admin } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { InvalidInput, InvalidToken, NotAllowed } from '../errors.ts';
import { parseInput } from '../input.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { proof } from '../second-factors/prove.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { lockAdmin } from './lock-admin.ts';
import { withProof } from './with-proof.ts';

const enrolmentInput = z.object({ token: z.string().nullish(), proof: proof.nullish() });

export type Enrolment = z.input<typeof enrolmentInput>;

/**
 * Whoever sets up the first factor has the link from the email, which took the password. Whoever sets up another one proves one.
 * @param begin runs in the transaction that uses the proof up. Its `sessionId` is null for a link
 */
export async function beginEnrolment<Result>(
  app: App,
  caller: LoggedInAdmin | null,
  input: Enrolment,
  begin: (tx: Transaction, admin: Admin, sessionId: string | null) => Promise<Result>,
): Promise<Result> {
  const { token, proof: given } = parseInput(enrolmentInput, input);
  if (token != null) {
    const { id } = await adminOfLink(app.prisma, token);
    return await transaction(app, async (tx) => {
      // A new password may be ending the link just now.
      await lockAdmin(tx, id);
      return await begin(tx, await adminOfLink(tx, token), null);
    });
  }
  if (!caller) throw new NotAllowed();
  if (!caller.hasSecondFactor) throw new NotAllowed('NO_ADMIN_FACTOR');
  if (!given)
    throw new InvalidInput([
      { path: ['proof'], code: 'REQUIRED', message: 'Prove a second factor that you have.', text: 'proveFactor' },
    ]);
  return await withProof(app, caller, given, begin);
}

async function adminOfLink(database: Pick<Transaction, 'adminToken' | '$queryRaw'>, token: string): Promise<Admin> {
  const link = await database.adminToken.findUnique({
    where: { hash: hashSecret(token), purpose: 'ADMIN_SECOND_FACTOR', expiresAt: { gt: await databaseNow(database) } },
    include: { admin: true },
  });
  if (!link || link.admin.hasSecondFactor) throw new InvalidToken();
  return link.admin;
}
