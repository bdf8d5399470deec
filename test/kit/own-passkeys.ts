import {
  AddPasskeyDocument,
  StartConfirmDocument,
  StartPasskeyDocument,
  type StartPasskeyInput,
} from '../generated/operations.ts';
import { softPasskey } from './authenticator.ts';
import type { RequestOptions } from './graphql.ts';
import type { Installation } from './installation.ts';
import { mutate, type Site, succeed } from './mutate.ts';
import { linkFor } from './own-second-factors.ts';
import { loggedInPerson } from './people.ts';

export const startPasskey = (
  gatehouse: Site,
  input: Omit<StartPasskeyInput, 'portal'> & { portal?: string },
  options: RequestOptions = {},
) => mutate(gatehouse, StartPasskeyDocument, { portal: 'demo', ...input }, options);

export const addPasskey = (
  gatehouse: Site,
  challenge: string,
  passkey: string,
  options: RequestOptions = {},
  portal = 'demo',
) => mutate(gatehouse, AddPasskeyDocument, { portal, challenge, passkey, name: 'My laptop' }, options);

export const startConfirm = (gatehouse: Site, options: RequestOptions) =>
  mutate(gatehouse, StartConfirmDocument, { portal: 'demo' }, options);

/** A person who is logged in and has a passkey, which was set up by a mailed link. */
export async function personWithPasskey(gatehouse: Installation, email: string, admin: string) {
  const person = await loggedInPerson(gatehouse, email, admin);
  const { token } = person;
  const passkey = softPasskey(gatehouse.url);
  const { challenge, options } = await succeed(startPasskey(gatehouse, { token: await linkFor(gatehouse, email, token) }));
  const added = await succeed(addPasskey(gatehouse, challenge, passkey.create(options), { token }), 'recoveryCodes');
  return { ...person, passkey, recoveryCodes: added.recoveryCodes, factorId: added.secondFactor.id };
}
