import * as z from 'zod';
import { type NotificationFrequency, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { pauseOf } from '../decisions/tell-admins.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { bringForward } from '../jobs/bring-forward.ts';
import { type AdminWithRoles, may } from '../permissions.ts';
import { getPortal } from '../portals/find-portal.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { lockAdmin } from './lock-admin.ts';

const updateInput = z.object({ portal: z.string(), frequency: z.enum(['AT_ONCE', 'HOURLY', 'DAILY', 'NEVER']) });

/** How often this admin is told about requests at one portal. */
export async function adminUpdateNotifications(
  app: App,
  admin: AdminWithRoles | null,
  input: z.input<typeof updateInput>,
): Promise<AdminWithRoles> {
  if (!admin) throw new NotAllowed();
  const { portal, frequency } = parseInput(updateInput, input);
  const { id: portalId } = await getPortal(app, portal);
  if (!may(admin, 'read', portalId)) throw new NotFound('portal');
  if (!may(admin, 'decide', portalId)) throw new NotAllowed();
  await transaction(app, async (tx) => {
    await lockAdmin(tx, admin.id);
    const key = { adminId: admin.id, portalId };
    await tx.newRequestNotice.upsert({
      where: { adminId_portalId: key },
      create: { ...key, frequency },
      update: { frequency },
    });
    await shortenPause(tx, key, frequency);
    await record(tx, {
      type: 'admin.notifications-changed',
      portalId,
      actor: byAdmin(admin),
      subject: { kind: 'ADMIN', id: admin.id },
      data: { frequency },
    });
  });
  return admin;
}

/** The email that waits must not come later than the new pause allows. */
async function shortenPause(
  tx: Transaction,
  { adminId, portalId }: { adminId: string; portalId: string },
  frequency: NotificationFrequency,
): Promise<void> {
  const latest = Prisma.sql`now() + ${pauseOf(Prisma.sql`${frequency}`)}`;
  await tx.$executeRaw`
    UPDATE new_request_notices SET scheduled_for = ${latest}
    WHERE admin_id = ${adminId}::uuid AND portal_id = ${portalId}::uuid AND scheduled_for > ${latest}`;
  await bringForward(tx, 'sendNewRequestEmail', portalId, { adminId }, latest);
}
