import { createHmac } from 'node:crypto';
import {
  AdminAddTotpDocument,
  type AdminAddTotpInput,
  AdminConfirmSecondFactorDocument,
  type AdminConfirmSecondFactorInput,
  AdminRemoveSecondFactorDocument,
  AdminRenewRecoveryCodesDocument,
  AdminRequestSecondFactorDocument,
  AdminSecondFactorsDocument,
  AdminStartTotpDocument,
  type AdminStartTotpInput,
  ResetAdminSecondFactorDocument,
  type SecondFactorProof,
} from '../generated/operations.ts';
import { addAdmin, adminLogIn } from './admins.ts';
import type { RequestOptions } from './graphql.ts';
import { ADMIN, type Installation } from './installation.ts';
import { mutate, refusal, type Site, succeed } from './mutate.ts';
import { mailedToken } from './people.ts';
import { present } from './present.ts';

const STEP_MS = 30_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(text: string): Buffer {
  const bits = [...text].map((character) => BASE32.indexOf(character).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The code that an authenticator app shows (RFC 6238), so many steps of 30 seconds from now. */
export function codeOf(secret: string, steps = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps));
  const hash = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const truncated = hash.readUInt32BE(hash.readUInt8(19) & 15) & 0x7fff_ffff;
  return String(truncated % 1_000_000).padStart(6, '0');
}

/** A code that is wrong now, and in the steps around. */
export function wrongCodeOf(secret: string): string {
  const right = [-2, -1, 0, 1, 2].map((steps) => codeOf(secret, steps));
  return present(['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)));
}

export const adminRequestSecondFactor = (gatehouse: Site, options: RequestOptions, password = ADMIN.password) =>
  mutate(gatehouse, AdminRequestSecondFactorDocument, { password }, options);

export const adminStartTotp = (gatehouse: Site, input: AdminStartTotpInput, options: RequestOptions = {}) =>
  mutate(gatehouse, AdminStartTotpDocument, input, options);

export const adminAddTotp = (
  gatehouse: Site,
  input: Pick<AdminAddTotpInput, 'challenge' | 'code'> & { name?: string },
  options: RequestOptions = {},
) => mutate(gatehouse, AdminAddTotpDocument, { name: 'My phone', ...input }, options);

export const adminConfirmSecondFactor = (gatehouse: Site, input: AdminConfirmSecondFactorInput, options: RequestOptions = {}) =>
  mutate(gatehouse, AdminConfirmSecondFactorDocument, { session: 'TOKEN', ...input }, options);

export const adminRemoveSecondFactor = (gatehouse: Site, id: string, proof: SecondFactorProof, options: RequestOptions) =>
  mutate(gatehouse, AdminRemoveSecondFactorDocument, { id, proof }, options);

export const adminRenewRecoveryCodes = (gatehouse: Site, proof: SecondFactorProof, options: RequestOptions) =>
  mutate(gatehouse, AdminRenewRecoveryCodesDocument, { proof }, options);

export const resetAdminSecondFactor = (gatehouse: Site, id: string, token: string | undefined) =>
  mutate(gatehouse, ResetAdminSecondFactorDocument, { id }, { token });

export async function adminSecondFactors({ graphql }: Site, options: RequestOptions) {
  const { data, text } = await graphql(AdminSecondFactorsDocument, {}, options);
  return present(data?.admin, `an admin in ${text}`);
}

export type WithTotp = { email: string; token: string; secret: string; recoveryCodes: string[]; factorId: string };

/** Sets up an authenticator app for an admin who is logged in. Its present code counts once more. */
async function setUpTotp(gatehouse: Installation, email: string, token: string): Promise<WithTotp> {
  await succeed(adminRequestSecondFactor(gatehouse, { token }));
  const link = await mailedToken(gatehouse, email);
  const { challenge, secret } = await succeed(adminStartTotp(gatehouse, { token: link }));
  const added = await succeed(adminAddTotp(gatehouse, { challenge, code: codeOf(secret) }, { token }), 'recoveryCodes');
  await forgetCodes(gatehouse, email);
  return { email, token, secret, recoveryCodes: added.recoveryCodes, factorId: added.secondFactor.id };
}

/** Another admin with an authenticator app. */
export const adminWithTotp = async (gatehouse: Installation, email: string, role = 'VIEWER'): Promise<WithTotp> =>
  await setUpTotp(gatehouse, email, await addAdmin(gatehouse, email, role, null));

/** What time does: a code that was used is followed by another one. */
export const forgetCodes = ({ sql }: Pick<Installation, 'sql'>, email: string | null = null) =>
  sql(
    `UPDATE second_factors SET last_step = NULL
     WHERE $1::text IS NULL OR admin_id = (SELECT id FROM admins WHERE email = $1)`,
    [email],
  );

/** Logs in with the right password. @returns the challenge of the second step */
export const challengeFor = async (gatehouse: Site, email: string, more: { deviceToken?: string } = {}): Promise<string> =>
  (await refusal(adminLogIn(gatehouse, { email, ...more }), 'SecondFactorRequired')).challenge;
