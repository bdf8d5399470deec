import { randomUUID } from 'node:crypto';
import {
  AdminAddPasskeyDocument,
  AdminLogInWithPasskeyDocument,
  type AdminLogInWithPasskeyInput,
  AdminStartPasskeyDocument,
  type AdminStartPasskeyInput,
  AdminStartPasskeyLogInDocument,
  LogInWithPasskeyDocument,
  type LogInWithPasskeyInput,
  type SessionKind,
  StartPasskeyLogInDocument,
} from '../generated/operations.ts';
import { addAdmin } from './admins.ts';
import { type Lies, type SoftPasskey, softPasskey } from './authenticator.ts';
import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site, succeed } from './mutate.ts';
import { mailedToken } from './people.ts';
import { adminRequestSecondFactor } from './second-factors.ts';

/** Gives a person a passkey, as if it was set up. @param origin of the pages where it is used */
export async function givenPasskey(
  gatehouse: Installation,
  owner: { adminId: string } | { developerId: string },
  { origin = gatehouse.url, isSynced = false } = {},
): Promise<SoftPasskey> {
  const [column, personId] = 'adminId' in owner ? ['admin_id', owner.adminId] : ['developer_id', owner.developerId];
  const passkey = softPasskey(origin, { isSynced, personId });
  await gatehouse.sql(
    `INSERT INTO second_factors (id, ${column}, kind, name, credential_id, public_key, sign_count) VALUES ($1, $2, 'PASSKEY', 'Key', $3, $4, 0)`,
    [randomUUID(), personId, Buffer.from(passkey.id, 'base64url'), passkey.publicKey],
  );
  return passkey;
}

/** Lets developers of the portal have passkeys. */
export const allowPasskeys = async ({ sql }: Installation, portal = 'demo'): Promise<void> => {
  await sql("UPDATE portals SET second_factor = 'OPTIONAL' WHERE slug = $1", [portal]);
};

export const adminStartPasskeyLogIn = (gatehouse: Site, options: RequestOptions = {}) =>
  mutate(gatehouse, AdminStartPasskeyLogInDocument, {}, options);

export const adminLogInWithPasskey = (gatehouse: Site, input: AdminLogInWithPasskeyInput, options: RequestOptions = {}) =>
  mutate(gatehouse, AdminLogInWithPasskeyDocument, { session: 'TOKEN', ...input }, options);

/** Both steps. @param lies what the passkey does wrong */
export async function adminPasskeyLogIn(gatehouse: Site, passkey: SoftPasskey, lies: Lies = {}) {
  const { challenge, options } = await succeed(adminStartPasskeyLogIn(gatehouse));
  return await adminLogInWithPasskey(gatehouse, { challenge, passkey: passkey.get(options, lies) });
}

export const startPasskeyLogIn = (
  gatehouse: Site,
  portal = 'demo',
  options: RequestOptions = {},
  session: SessionKind = 'TOKEN',
) => mutate(gatehouse, StartPasskeyLogInDocument, { portal, session }, options);

export const logInWithPasskey = (
  gatehouse: Site,
  input: Omit<LogInWithPasskeyInput, 'portal'> & { portal?: string },
  options: RequestOptions = {},
) => mutate(gatehouse, LogInWithPasskeyDocument, { portal: 'demo', session: 'TOKEN', ...input }, options);

/** Both steps. @param lies what the passkey does wrong */
export async function passkeyLogIn(gatehouse: Site, passkey: SoftPasskey, lies: Lies = {}, portal = 'demo') {
  const { challenge, options } = await succeed(startPasskeyLogIn(gatehouse, portal));
  return await logInWithPasskey(gatehouse, { portal, challenge, passkey: passkey.get(options, lies) });
}

export const adminStartPasskey = (gatehouse: Site, input: AdminStartPasskeyInput, options: RequestOptions = {}) =>
  mutate(gatehouse, AdminStartPasskeyDocument, input, options);

export const adminAddPasskey = (gatehouse: Site, challenge: string, passkey: string, options: RequestOptions = {}) =>
  mutate(gatehouse, AdminAddPasskeyDocument, { challenge, passkey, name: 'My laptop' }, options);

/** The token of a link that sets up the first second factor of an admin who is logged in. */
export async function passkeyLink(gatehouse: Installation, email: string, token: string): Promise<string> {
  await succeed(adminRequestSecondFactor(gatehouse, { token }));
  return await mailedToken(gatehouse, email);
}

/** Another admin with a passkey, which was set up by a mailed link. */
export async function adminWithPasskey(gatehouse: Installation, email: string, role = 'VIEWER') {
  const token = await addAdmin(gatehouse, email, role, null);
  const passkey = softPasskey(gatehouse.url);
  const { challenge, options } = await succeed(
    adminStartPasskey(gatehouse, { token: await passkeyLink(gatehouse, email, token) }),
  );
  const added = await succeed(adminAddPasskey(gatehouse, challenge, passkey.create(options), { token }), 'recoveryCodes');
  return { email, token, passkey, recoveryCodes: added.recoveryCodes, factorId: added.secondFactor.id };
}
