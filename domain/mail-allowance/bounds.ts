import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client/client.ts';
import { mailboxOf } from '../addresses/mailbox.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { clientBlock } from '../throttles/client-block.ts';
import { nameOf } from '../throttles/throttles.ts';

/** Kinds of mail that strangers can cause. Each kind has an allowance of its own. */
export type StrangerMail = 'VERIFICATION' | 'STATUS' | 'RESET' | 'EMAIL_CHANGE' | 'SSO' | 'ADMIN_RESET';

/** A kind as SQL, so that the compiler finds a wrong one. */
export const kind = (of: StrangerMail): Prisma.Sql => Prisma.raw(`'${of}'`);

/** The one who asks counts as a client, or as a person if the person is known. */
export type Asker = Pick<Client, 'ip'> & ({ developerId?: string } | { issuer: string; subject: string });

/** Names of what is counted, hashed with a key, so that they tell nobody an address. `client` is null if clients are not counted. */
export const bounds = z.object({ mailbox: z.string(), asker: z.string(), client: z.string().nullable() });

export type Bounds = z.infer<typeof bounds>;

/** @param portalId null for a mail to an admin */
export function boundsOf({ keys, settings }: App, portalId: string | null, email: string, asker: Asker): Bounds {
  const block = nameOf(keys, 'client', clientBlock(asker.ip, 48));
  return {
    mailbox: nameOf(keys, portalId ?? 'admins', mailboxOf(email)),
    asker: knownAsker(keys, asker) ?? block,
    client: settings.clientLimit && block,
  };
}

function knownAsker(keys: App['keys'], asker: Asker): string | null {
  if ('issuer' in asker) return nameOf(keys, 'identity', asker.issuer, asker.subject);
  return asker.developerId ? nameOf(keys, 'developer', asker.developerId) : null;
}
