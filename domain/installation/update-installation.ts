import * as z from 'zod';
import type { Installation } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { changedSettings } from '../events/changed-settings.ts';
import { byAdmin, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { type ActingAdmin, demandConfirmed } from '../logged-in-admin.ts';
import { mayEverywhere } from '../permissions.ts';
import { MOST_SESSIONS } from '../session-limit.ts';
import { type Transaction, transaction } from '../transaction.ts';

const updateInstallationInput = z.object({
  requireSecondFactor: z.boolean().nullish(),
  adminSessionLimit: z.int().min(1).max(MOST_SESSIONS).nullish(),
});

const OWN_FIRST = {
  path: ['requireSecondFactor'],
  code: 'NOT_PERMITTED' as const,
  message: 'Set up a second factor of your own first. Otherwise you could not log in again.',
  text: 'ownFactorFirst' as const,
};

/** For OWNERs of all portals. Who has no second factor cannot require one of others. */
export async function updateInstallation(
  app: App,
  admin: ActingAdmin | null,
  input: z.input<typeof updateInstallationInput>,
): Promise<Installation> {
  if (!admin || !mayEverywhere(admin, 'manageAdmins')) throw new NotAllowed();
  const given = parseInput(updateInstallationInput, input);
  demandConfirmed(admin);
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value != null));
  return await transaction(app, async (tx) => {
    const [before] = await tx.$queryRaw<Installation[]>`
      SELECT id, require_second_factor AS "requireSecondFactor", admin_session_limit AS "adminSessionLimit"
      FROM installation FOR UPDATE`;
    // Removing the last factor of an admin waits for the same row.
    const hasOwn = await tx.admin.count({ where: { id: admin.id, hasSecondFactor: true } });
    if (given.requireSecondFactor && hasOwn === 0) throw new InvalidInput([OWN_FIRST]);
    const after = await tx.installation.update({ where: { id: 1 }, data: named });
    if (after.requireSecondFactor && !before?.requireSecondFactor) await endSessionsByPasswordAlone(tx);
    await record(tx, {
      type: 'installation.updated',
      portalId: null,
      actor: byAdmin(admin),
      subject: { kind: 'INSTALLATION', id: null },
      data: changedSettings(before ? settingsIn(before) : {}, settingsIn(after)),
    });
    return after;
  });
}

/** The row holds what workers note about the mailbox of reports, too. */
const settingsIn = ({ requireSecondFactor, adminSessionLimit }: Installation) => ({
  requireSecondFactor,
  adminSessionLimit,
});

/** What is required holds for the sessions that are open, too. */
async function endSessionsByPasswordAlone(tx: Transaction): Promise<void> {
  await tx.adminSession.deleteMany({ where: { method: 'PASSWORD', admin: { hasSecondFactor: false } } });
}
