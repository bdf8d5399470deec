import * as z from 'zod';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { InvalidCredentials } from '../errors.ts';
import { name, parseInput } from '../input.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import type { AddedFactor } from '../second-factors/add-factor.ts';
import { stepOf } from '../second-factors/totp.ts';
import { transaction } from '../transaction.ts';
import { addAdminFactor } from './add-admin-factor.ts';
import { findEnrolment } from './find-enrolment.ts';

const addTotpInput = z.object({ challenge: z.string(), code: z.string(), name });

/** The code shows that the app has the secret. It does not count again at a log-in. */
export async function adminAddTotp(
  app: App,
  caller: LoggedInAdmin | null,
  input: z.input<typeof addTotpInput>,
): Promise<AddedFactor> {
  const { challenge: token, code, name: called } = parseInput(addTotpInput, input);
  const challenge = await findEnrolment(app, caller, token, 'ENROL_TOTP');
  const { id, adminId, sealedSecret } = challenge;
  const lastStep = stepOf(app, challenge, code.replaceAll(/\s/g, ''), await databaseNow(app.prisma));
  if (lastStep === null || !sealedSecret) throw new InvalidCredentials({ adminId }, 'CODE');
  const factor = { id, kind: 'TOTP', name: called, sealedSecret, lastStep } as const;
  return await transaction(app, (tx) => addAdminFactor(tx, challenge, factor, caller));
}
