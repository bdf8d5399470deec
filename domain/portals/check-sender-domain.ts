import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byCaller } from '../events/record.ts';
import type { Caller } from '../permissions.ts';
import { lookAtDomain } from '../senders/look-at-domain.ts';
import { countSenderAct, keyFor, nameDomain } from '../senders/name-domain.ts';
import { transaction } from '../transaction.ts';
import { getPortalToConfigure } from './find-portal.ts';
import { lockPortal } from './lock-portal.ts';

/** Looks at the records at once, and answers after at most 4 s of waiting for name servers. */
export async function checkSenderDomain(
  app: App,
  caller: Caller | null,
  { portal: slug }: { portal: string },
): Promise<Portal> {
  if (!caller) throw new NotAllowed();
  const portal = await getPortalToConfigure(app, caller, slug);
  await countSenderAct(app, portal.id);
  await nameAgain(app, portal);
  const named = await app.prisma.senderDomain.findUnique({ where: { portalId: portal.id }, select: { portalId: true } });
  if (!named) throw new NotFound('sending domain to check');
  await lookAtDomain(app, portal.id, byCaller(caller));
  return portal;
}

/** The operator allowed the domain when the portal named it, and does not allow it any more. */
async function nameAgain(app: App, portal: Portal): Promise<void> {
  const key = portal.mailFrom && (await keyFor(app, portal, portal.mailFrom));
  if (!key) return;
  await transaction(app, async (tx) => {
    const { mailFrom } = (await lockPortal(tx, portal.id)) ?? {};
    if (mailFrom === portal.mailFrom) await nameDomain(tx, portal.id, mailFrom, key);
  });
}
