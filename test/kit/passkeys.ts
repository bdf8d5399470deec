import { randomUUID } from 'node:crypto';
import {
  AdminLogInWithPasskeyDocument,
  type AdminLogInWithPasskeyInput,
  AdminStartPasskeyLogInDocument,
  LogInWithPasskeyDocument,
  type LogInWithPasskeyInput,
  type SessionKind,
  StartPasskeyLogInDocument,
} from '../generated/operations.ts';
import { type Lies, type SoftPasskey, softPasskey } from './authenticator.ts';
import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site, succeed } from './mutate.ts';

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
