import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { deleteAndTell } from './delete-and-tell.ts';
import { whileItWaits } from './while-it-waits.ts';

/** Whoever comes second in a race with a decision gets Conflict. */
export const withdrawRegistration = (app: App, { token }: { token: string }): Promise<Portal> =>
  whileItWaits(app, token, async (tx, developer) => {
    await deleteAndTell(app, tx, developer, 'PERSON');
    return await tx.portal.findUniqueOrThrow({ where: { id: developer.portalId } });
  });
