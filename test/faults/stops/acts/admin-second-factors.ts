import { addAdmin, adminId } from '../../../kit/admins.ts';
import { softPasskey } from '../../../kit/authenticator.ts';
import { adminStartConfirm } from '../../../kit/confirm.ts';
import { succeed } from '../../../kit/mutate.ts';
import {
  adminAddPasskey,
  adminLogInWithPasskey,
  adminStartPasskey,
  adminStartPasskeyLogIn,
  adminWithPasskey,
  passkeyLink,
} from '../../../kit/passkeys.ts';
import { mailedToken } from '../../../kit/people.ts';
import { present } from '../../../kit/present.ts';
import {
  adminAddTotp,
  adminConfirmSecondFactor,
  adminRemoveSecondFactor,
  adminRenewRecoveryCodes,
  adminRequestSecondFactor,
  adminStartTotp,
  adminWithTotp,
  challengeFor,
  codeOf,
  resetAdminSecondFactor,
} from '../../../kit/second-factors.ts';
import { type Act, emailOf, type Ground } from '../act.ts';

/** An admin with an authenticator app, and a proof by a recovery code. */
async function proving({ gatehouse }: Ground, tag: string) {
  const admin = await adminWithTotp(gatehouse, emailOf(tag));
  const started = await adminStartConfirm(gatehouse, admin.token);
  if (started.__typename !== 'AdminStartConfirmSuccess') throw new Error(started.__typename);
  return { ...admin, proof: { challenge: present(started.challenge), recoveryCode: present(admin.recoveryCodes[0]) } };
}

async function linkTo({ gatehouse }: Ground, tag: string) {
  const session = await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
  await succeed(adminRequestSecondFactor(gatehouse, { token: session }));
  return { session, link: await mailedToken(gatehouse, emailOf(tag)) };
}

export const adminSecondFactors: Record<string, Act> = {
  adminRequestSecondFactor: async ({ gatehouse }, tag) => {
    const token = await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    return (site) => adminRequestSecondFactor(site, { token });
  },
  adminStartTotp: async (ground, tag) => {
    const { link } = await linkTo(ground, tag);
    return (site) => adminStartTotp(site, { token: link });
  },
  adminAddTotp: async (ground, tag) => {
    const { link, session } = await linkTo(ground, tag);
    const { challenge, secret } = await succeed(adminStartTotp(ground.gatehouse, { token: link }));
    return (site) => adminAddTotp(site, { challenge, code: codeOf(secret) }, { token: session });
  },
  adminStartPasskey: async (ground, tag) => {
    const { link } = await linkTo(ground, tag);
    return (site) => adminStartPasskey(site, { token: link });
  },
  adminAddPasskey: async ({ gatehouse }, tag) => {
    const token = await addAdmin(gatehouse, emailOf(tag), 'VIEWER', null);
    const link = await passkeyLink(gatehouse, emailOf(tag), token);
    const { challenge, options } = await succeed(adminStartPasskey(gatehouse, { token: link }));
    const passkey = softPasskey(gatehouse.url).create(options);
    return (site) => adminAddPasskey(site, challenge, passkey, { token });
  },
  adminConfirmSecondFactor: async ({ gatehouse }, tag) => {
    const { recoveryCodes } = await adminWithTotp(gatehouse, emailOf(tag));
    const challenge = await challengeFor(gatehouse, emailOf(tag));
    return (site) => adminConfirmSecondFactor(site, { challenge, recoveryCode: present(recoveryCodes[0]) });
  },
  adminRemoveSecondFactor: async (ground, tag) => {
    const { factorId, proof, token } = await proving(ground, tag);
    return (site) => adminRemoveSecondFactor(site, factorId, proof, { token });
  },
  adminRenewRecoveryCodes: async (ground, tag) => {
    const { proof, token } = await proving(ground, tag);
    return (site) => adminRenewRecoveryCodes(site, proof, { token });
  },
  resetAdminSecondFactor: async ({ gatehouse, owner }, tag) => {
    await adminWithTotp(gatehouse, emailOf(tag));
    const id = await adminId(gatehouse, emailOf(tag));
    return (site) => resetAdminSecondFactor(site, id, owner);
  },
  adminStartPasskeyLogIn: async () => (site) => adminStartPasskeyLogIn(site),
  adminLogInWithPasskey: async ({ gatehouse }, tag) => {
    const { passkey } = await adminWithPasskey(gatehouse, emailOf(tag));
    const { challenge, options } = await succeed(adminStartPasskeyLogIn(gatehouse));
    const signed = passkey.get(options);
    return (site) => adminLogInWithPasskey(site, { challenge, passkey: signed });
  },
};
