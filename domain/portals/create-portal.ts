import * as z from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { settingsOf } from '../events/changed-settings.ts';
import { byCaller, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { type Caller, mayEverywhere } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { freeIfLeft, hostTaken } from './move-pages.ts';
import { ownHostOf } from './own-hosts.ts';
import { demandOpen } from './portal-hosts.ts';
import { portalFields } from './portal-input.ts';
import { catalogPage } from './portal-links.ts';

const { slug, name, publicUrl, catalogUrl, contactEmail } = portalFields;
const createPortalInput = z.object({
  slug,
  name,
  publicUrl: publicUrl.nullish(),
  catalogUrl: catalogUrl.nullish(),
  contactEmail,
});

export async function createPortal(app: App, caller: Caller | null, input: z.input<typeof createPortalInput>): Promise<Portal> {
  if (!caller || !mayEverywhere(caller, 'configure')) throw new NotAllowed();
  const { publicUrl = null, catalogUrl, ...fields } = parseInput(createPortalInput, input);
  const pages = { slug: fields.slug, customPublicUrl: publicUrl };
  demandOpen(app, pages);
  const data = { ...fields, ...pages, ownHost: ownHostOf(app, pages), catalogUrl: catalogUrl ?? catalogPage(app, pages) };
  try {
    return await transaction(app, async (tx) => {
      if (data.ownHost) await freeIfLeft(app, tx, data.ownHost);
      const portal = await tx.portal.create({ data: { id: newId(), ...data } });
      const { id } = portal;
      await record(tx, {
        type: 'portal.created',
        portalId: id,
        actor: byCaller(caller),
        subject: { kind: 'PORTAL', id },
        data: { after: settingsOf(portal) },
      });
      return portal;
    });
  } catch (error) {
    if (!isTaken(error)) throw error;
    const isSlugTaken = (await app.prisma.portal.count({ where: { slug: fields.slug } })) > 0;
    throw isSlugTaken ? slugTaken() : hostTaken();
  }
}

const slugTaken = () =>
  new InvalidInput([{ path: ['slug'], code: 'TAKEN', message: 'There is already a portal with this slug.' }]);
