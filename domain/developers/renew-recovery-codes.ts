import * as z from 'zod';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { proof } from '../second-factors/prove.ts';
import { renewRecoveryCodes as renew } from '../second-factors/recovery-codes.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import { tellFactorChanged } from './tell-factor-changed.ts';
import { withProof } from './with-proof.ts';

const renewInput = z.object({ proof });

/** Ends all other sessions. Only this answer has the codes. */
export async function renewRecoveryCodes(
  app: App,
  caller: LoggedInDeveloper | null,
  input: z.input<typeof renewInput>,
): Promise<string[]> {
  if (!caller) throw new NotAllowed();
  const { proof: given } = parseInput(renewInput, input);
  return await withProof(app, caller, given, async (tx, developer) => {
    const { id: developerId, portalId } = developer;
    const codes = await renew(tx, { developerId });
    await endOtherSessions(tx, developerId, caller.sessionId);
    await record(tx, {
      type: 'recovery-codes.renewed',
      portalId,
      actor: byDeveloper(developerId),
      subject: { kind: 'DEVELOPER', id: developerId },
      data: {},
    });
    await tellFactorChanged(tx, developer, 'CODES_RENEWED');
    return codes;
  });
}
