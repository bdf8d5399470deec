import { z } from 'zod';
import { mailboxOf } from '../addresses/mailbox.ts';
import type { App } from '../app.ts';
import { clientBlock } from '../throttles/client-block.ts';
import { nameOf } from '../throttles/throttles.ts';

/** Kinds of mail that strangers can cause. Each is bounded on its own. */
export type StrangerMail = 'VERIFICATION' | 'STATUS' | 'RESET' | 'EMAIL_CHANGE' | 'SSO' | 'ADMIN_RESET';

/** Where somebody who asks for a mail is, and with which program. */
export type Client = { address: string; userAgent: string };

/** Who asks: whoever is at that client, or somebody known. */
export type Asker = { address: string } & ({ developerId?: string } | { issuer: string; subject: string });

/** Names of what is counted, under a key of ours. `client` is null where clients are not counted. */
export const bounds = z.object({ mailbox: z.string(), asker: z.string(), client: z.string().nullable() });

export type Bounds = z.infer<typeof bounds>;

/** @param portalId null for a mail to an admin */
export function boundsOf({ keys, settings }: App, portalId: string | null, email: string, asker: Asker): Bounds {
  const block = nameOf(keys, 'client', clientBlock(asker.address, 48));
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
