import * as z from 'zod';
import { Prisma } from '../../prisma/generated/client/client.ts';
import { mailboxOf } from '../addresses/mailbox.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { clientBlock } from '../throttles/client-block.ts';
import { nameOf } from '../throttles/throttles.ts';

export type StrangerMail =
  | 'VERIFICATION'
  | 'STATUS'
  | 'RESET'
  | 'REGISTRATION'
  | 'EMAIL_CHANGE'
  | 'SSO'
  | 'SECOND_FACTOR'
  | 'ADMIN_RESET'
  | 'ADMIN_SECOND_FACTOR';

export const kind = (of: StrangerMail): Prisma.Sql => Prisma.raw(`'${of}'`);

export type Asker = Pick<Client, 'ip'> & ({ developerId?: string } | { issuer: string; subject: string });

/** Hashed with a key, so that the job shows no email address. */
export const bounds = z.object({ mailbox: z.string(), asker: z.string(), client: z.string().nullable() });

export type Bounds = z.infer<typeof bounds>;

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
