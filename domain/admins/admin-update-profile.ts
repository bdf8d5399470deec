import * as z from 'zod';
import type { Admin } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { locale } from '../locales/locale.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { transaction } from '../transaction.ts';

const updateInput = z.object({ locale: locale.nullish() });

/** What is left out stays. */
export async function adminUpdateProfile(
  app: App,
  admin: LoggedInAdmin | null,
  input: z.input<typeof updateInput>,
): Promise<Admin> {
  if (!admin) throw new NotAllowed();
  const { id } = admin;
  const { locale: chosen } = parseInput(updateInput, input);
  return await transaction(app, async (tx) => {
    const isChange = chosen !== undefined;
    const [stored] = await tx.admin.updateManyAndReturn({ where: { id }, data: isChange ? { locale: chosen } : {} });
    // The admin was removed since.
    if (!stored) throw new NotAllowed();
    if (isChange) {
      await record(tx, {
        type: 'admin.profile-changed',
        portalId: null,
        actor: byAdmin(admin),
        subject: { kind: 'ADMIN', id },
        data: { fields: ['locale'] },
      });
    }
    return stored;
  });
}
