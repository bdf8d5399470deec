import { softPasskey } from '../../../kit/authenticator.ts';
import { succeed } from '../../../kit/mutate.ts';
import { addPasskey, personWithPasskey, startConfirm, startPasskey } from '../../../kit/own-passkeys.ts';
import {
  addTotp,
  confirmSecondFactor,
  linkFor,
  personWithTotp,
  removeSecondFactor,
  renewRecoveryCodes,
  requestSecondFactor,
  startTotp,
  stepOf,
} from '../../../kit/own-second-factors.ts';
import { logInWithPasskey, startPasskeyLogIn } from '../../../kit/passkeys.ts';
import { loggedInPerson } from '../../../kit/people.ts';
import { present } from '../../../kit/present.ts';
import { codeOf } from '../../../kit/second-factors.ts';
import { type Act, emailOf } from '../act.ts';

/** A recovery code, because an authenticator's code counts once, and only for a while. */
const withRecoveryCode: (
  tag: string,
  ground: Parameters<Act>[0],
) => Promise<{ token: string; proof: Proof; factorId: string }> = async (tag, { gatehouse, owner }) => {
  const person = await personWithTotp(gatehouse, emailOf(tag), owner);
  const { challenge } = await succeed(startConfirm(gatehouse, { token: person.token }));
  return { ...person, proof: { challenge, recoveryCode: present(person.recoveryCodes[0]) } };
};

type Proof = { challenge: string; recoveryCode: string };

/** The second factors of a person. */
export const ownSecondFactors: Record<string, Act> = {
  requestSecondFactor: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    return (site) => requestSecondFactor(site, { token });
  },
  startTotp: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    const link = await linkFor(gatehouse, emailOf(tag), token);
    return (site) => startTotp(site, { token: link });
  },
  addTotp: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    const link = await linkFor(gatehouse, emailOf(tag), token);
    const { challenge, secret } = await succeed(startTotp(gatehouse, { token: link }));
    return (site) => addTotp(site, { challenge, code: codeOf(secret) }, { token });
  },
  startPasskey: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    const link = await linkFor(gatehouse, emailOf(tag), token);
    return (site) => startPasskey(site, { token: link });
  },
  addPasskey: async ({ gatehouse, owner }, tag) => {
    const { token } = await loggedInPerson(gatehouse, emailOf(tag), owner);
    const link = await linkFor(gatehouse, emailOf(tag), token);
    const { challenge, options } = await succeed(startPasskey(gatehouse, { token: link }));
    const passkey = softPasskey(gatehouse.url).create(options);
    return (site) => addPasskey(site, challenge, passkey, { token });
  },
  startConfirm: async ({ gatehouse, owner }, tag) => {
    const { token } = await personWithTotp(gatehouse, emailOf(tag), owner);
    return (site) => startConfirm(site, { token });
  },
  confirmSecondFactor: async ({ gatehouse, owner }, tag) => {
    const { recoveryCodes } = await personWithTotp(gatehouse, emailOf(tag), owner);
    const challenge = await stepOf(gatehouse, emailOf(tag));
    return (site) => confirmSecondFactor(site, { challenge, recoveryCode: present(recoveryCodes[0]) });
  },
  removeSecondFactor: async (ground, tag) => {
    const { token, proof, factorId } = await withRecoveryCode(tag, ground);
    return (site) => removeSecondFactor(site, factorId, proof, { token });
  },
  renewRecoveryCodes: async (ground, tag) => {
    const { token, proof } = await withRecoveryCode(tag, ground);
    return (site) => renewRecoveryCodes(site, proof, { token });
  },
  startPasskeyLogIn: async () => (site) => startPasskeyLogIn(site),
  logInWithPasskey: async ({ gatehouse, owner }, tag) => {
    const { passkey } = await personWithPasskey(gatehouse, emailOf(tag), owner);
    const { challenge, options } = await succeed(startPasskeyLogIn(gatehouse));
    const signed = passkey.get(options);
    return (site) => logInWithPasskey(site, { challenge, passkey: signed });
  },
};
