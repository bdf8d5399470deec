import type { App } from '../app.ts';
import { DAY_MS } from '../durations.ts';
import { InvalidToken } from '../errors.ts';
import { getPortal } from '../portals/find-portal.ts';
import { count, nameOf } from '../throttles/throttles.ts';
import { isCodeOf, readCode } from '../tokens/email-code.ts';
import { type FoundToken, findTokenOfCode } from '../tokens/find-token.ts';
import { hashSecret, mailedTokenOf } from '../tokens/secrets.ts';
import { type Correction, correctForm } from './correct-form.ts';
import { type VerifiedEmail, verifyFound } from './verify-email.ts';

/**
 * As NIST SP 800-63A-4 has it for a code in an email. The link can be set to work longer.
 * @limit Time in which the code of a verification email works, if its link does. Beyond: InvalidToken.
 */
export const CODE_TTL_MS = DAY_MS;
/** @limit codes: Tries of the code of one verification email. Beyond: InvalidToken, also for the right code. The link still works. */
export const MOST_CODE_TRIES = 5;
/** @limit codes: Tries of codes for one email address in a day. Beyond: InvalidToken, also for the right code. The link still works. */
export const MOST_CODE_TRIES_A_DAY = 20;

const NO_TOKEN = { purpose: 'VERIFY_EMAIL', id: '', hash: new Uint8Array() } as const;

type CodeInput = { portal: string; codeSecret: string; code: string } & Correction;

/**
 * Does what the link does, once. The answer and what is written are the same for a wrong code, an unknown secret, and an email address
 * that is registered already, so that nobody learns which one it was.
 */
export async function verifyEmailCode(app: App, input: CodeInput): Promise<VerifiedEmail> {
  const portal = await getPortal(app, input.portal);
  // Checked before the secret, so that what is wrong with the form shows nothing about it, and costs no try.
  correctForm(portal, null, input);
  const code = readCode(input.code);
  if (code === null) throw new InvalidToken('CODE');

  const found = await findTokenOfCode(app, portal.id, input.codeSecret, CODE_TTL_MS);
  const mayTry = await countTry(app, found, input.codeSecret);
  // Derives as much if there is none. Null also if neither SECRET_KEY nor SECRET_KEY_PREVIOUS made the link.
  const token = mailedTokenOf(app.keys, found?.token ?? NO_TOKEN);
  const isRight = isCodeOf(token ?? '', code) && token !== null;
  const verified = found && mayTry && isRight ? await verifyFound(app, found, input, { isOnce: true }) : null;
  if (!verified) throw new InvalidToken('CODE');
  return verified;
}

/** Counts before the code is compared, so that parallel guesses do not get more. */
async function countTry(app: App, found: FoundToken | null, codeSecret: string): Promise<boolean> {
  const [ofEmail, ofAddress] = found
    ? [nameOf(app.keys, found.token.id), nameOf(app.keys, found.developer.portalId, found.developer.email)]
    : namesOfNobody(app, codeSecret);
  const bounds = [
    { key: `email-code:${ofEmail}`, most: MOST_CODE_TRIES },
    { key: `email-codes:${ofAddress}`, most: MOST_CODE_TRIES_A_DAY },
  ];
  return (await count(app, bounds, { ms: DAY_MS, isPenalty: false })).length === 0;
}

/** Unknown secrets share 65,536 counts, so that nobody can fill the table with them. */
function namesOfNobody({ keys }: App, codeSecret: string): [string, string] {
  const share = hashSecret(codeSecret).toString('hex', 0, 2);
  return [nameOf(keys, 'nobody', share), nameOf(keys, 'nobody', share, 'day')];
}
