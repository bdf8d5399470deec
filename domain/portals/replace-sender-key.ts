import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import type { Caller } from '../permissions.ts';
import { countSenderAct } from '../senders/name-domain.ts';
import { newSenderKey } from '../senders/sender-key.ts';
import { transaction } from '../transaction.ts';
import { getPortalToConfigure } from './find-portal.ts';
import { lockPortal } from './lock-portal.ts';

/** The key of now signs until the record of the new one is found. A key that waits for its record is replaced at once. */
export async function replaceSenderKey(app: App, caller: Caller | null, { portal: slug }: { portal: string }): Promise<Portal> {
  if (!caller) throw new NotAllowed();
  const { id: portalId } = await getPortalToConfigure(app, caller, slug);
  await countSenderAct(app, portalId);
  const key = await newSenderKey(app);
  return await transaction(app, async (tx) => {
    const portal = await lockPortal(tx, portalId);
    const [named] = await tx.$queryRaw<{ domain: string }[]>`
      SELECT domain FROM sender_domains WHERE portal_id = ${portalId}::uuid FOR NO KEY UPDATE`;
    if (!portal || !named) throw new NotFound('sending domain');
    await tx.senderKey.deleteMany({ where: { portalId, isProved: false } });
    await tx.senderKey.create({ data: { ...key, portalId } });
    await record(tx, {
      type: 'portal.sender-key-replaced',
      portalId,
      actor: byCaller(caller),
      subject: { kind: 'PORTAL', id: portalId },
      data: { domain: named.domain },
    });
    return portal;
  });
}
