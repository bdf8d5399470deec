import { openRecipient } from '../../domain/jobs/recipient.ts';
import { accountDeleted } from '../../emails/account-deleted.tsx';
import { branded } from '../branded.ts';
import type { Handler } from '../handler.ts';
import { inLanguage } from './in-language.ts';

/** The payload holds all that is left of the account. */
export const sendAccountDeletedEmail: Handler<'sendAccountDeletedEmail'> = async (
  { app, mailer, log },
  { developerId, portalId, to, by, locale },
  job,
) => {
  const portal = await app.prisma.portal.findUnique({ where: { id: portalId } });
  if (!portal) return log.info({ portalId }, 'no notice of the deleted account: the portal is gone');
  await mailer.send(
    { job, portal, to: openRecipient(app, developerId, to) },
    await accountDeleted({ portal: branded(app, inLanguage(portal, locale)), by }),
  );
};
