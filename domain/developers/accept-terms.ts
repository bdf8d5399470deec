import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { getPortal } from '../portals/find-portal.ts';
import { termsOf } from '../sign-up-form/terms.ts';
import { transaction } from '../transaction.ts';
import { lockDeveloper } from './lock-developer.ts';

/** A second call changes nothing. `version` is the one that the page showed. */
export async function acceptTerms(
  app: App,
  developer: Developer | null,
  input: { portal: string; version: string },
): Promise<Developer> {
  if (!developer) throw new NotAllowed();
  const terms = termsOf(await getPortal(app, input.portal));
  if (terms?.version !== input.version) {
    throw new InvalidInput([
      { path: ['version'], code: 'OUTDATED', message: 'The terms of use have changed. Load this page again to read them.' },
    ]);
  }
  const { id } = developer;
  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, id);
    if (locked?.status !== 'APPROVED') throw new NotAllowed();
    const accepted = { id: newId(), developerId: id, ...terms, acceptedAt: await databaseNow(tx) };
    const { count } = await tx.acceptedTerms.createMany({ data: accepted, skipDuplicates: true });
    if (count > 0) {
      await record(tx, {
        type: 'terms.accepted',
        portalId: locked.portalId,
        actor: byDeveloper(id),
        subject: { kind: 'DEVELOPER', id },
        data: { version: terms.version },
      });
    }
    return locked;
  });
}
