import * as z from 'zod';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { InvalidCredentials } from '../errors.ts';
import { name, parseInput } from '../input.ts';
import { getPortal } from '../portals/find-portal.ts';
import type { AddedFactor } from '../second-factors/add-factor.ts';
import { stepOf } from '../second-factors/totp.ts';
import { transaction } from '../transaction.ts';
import { addDeveloperFactor } from './add-developer-factor.ts';
import { findEnrolment } from './find-enrolment.ts';
import type { LoggedInDeveloper } from './find-session.ts';

const addTotpInput = z.object({ portal: z.string(), challenge: z.string(), code: z.string(), name });

/** The code shows that the app has the secret. It does not count again at a log-in. */
export async function addTotp(
  app: App,
  caller: LoggedInDeveloper | null,
  input: z.input<typeof addTotpInput>,
): Promise<AddedFactor> {
  const { portal: slug, challenge: token, code, name: called } = parseInput(addTotpInput, input);
  const portal = await getPortal(app, slug);
  const challenge = await findEnrolment(app, caller, portal.id, token, 'ENROL_TOTP');
  const { id, developerId, sealedSecret } = challenge;
  const lastStep = stepOf(app, challenge, code.replaceAll(/\s/g, ''), await databaseNow(app.prisma));
  if (lastStep === null || !sealedSecret) throw new InvalidCredentials({ developerId }, 'CODE');
  const factor = { id, kind: 'TOTP', name: called, sealedSecret, lastStep } as const;
  const ownSessionId = caller?.id === developerId ? caller.sessionId : null;
  return await transaction(app, (tx) => addDeveloperFactor(tx, challenge, factor, ownSessionId));
}
