import type { App } from '../app.ts';
import { InvalidCredentials } from '../errors.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { type CheckedPasskey, checkPasskey } from './check-passkey.ts';
import { countUse } from './count-use.ts';
import type { Assertion } from './passkey-input.ts';
import type { RelyingParty } from './relying-party.ts';
import { type LogInPlace, readStrangerChallenge, takeStrangerChallenge } from './stranger-challenge.ts';

export type PasskeyLogIn = { challenge: string; passkey: Assertion };

/**
 * Strangers get one answer for every passkey that is not valid here. They write nothing, because nothing is written before the
 * signature is checked.
 * @param lock locks the person, as changes of second factors do first, so that neither waits for the other in a circle
 * @param open opens the session of the person with this id, in the transaction that uses the challenge up
 */
export async function logInByPasskey<Session>(
  app: App,
  place: LogInPlace,
  rp: RelyingParty,
  { challenge: token, passkey: assertion }: PasskeyLogIn,
  lock: (tx: Transaction, personId: string) => Promise<unknown>,
  open: (tx: Transaction, personId: string) => Promise<Session>,
): Promise<Session> {
  const challenge = await readStrangerChallenge(app, place, token);
  const passkey = await checkPasskey(app.prisma, rp, place, challenge.hash, assertion);
  if (!passkey) throw refused();
  return await transaction(app, async (tx) => {
    await takeStrangerChallenge(tx, challenge);
    await lock(tx, passkey.personId);
    if (!(await countUse(app, tx, passkey))) throw refused(whoseOf(passkey));
    return await open(tx, passkey.personId);
  });
}

const refused = (whose = {}) => new InvalidCredentials(whose, 'PASSKEY');

const whoseOf = ({ personId, portalId }: CheckedPasskey) =>
  portalId === null ? { adminId: personId } : { developerId: personId };
