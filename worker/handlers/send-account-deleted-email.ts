import { openRecipient } from '../../domain/jobs/recipient.ts';
import { accountDeleted } from '../../emails/account-deleted.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';

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
    await renderedFor(
      { app, log },
      { mail: by === 'PERSON' ? 'ACCOUNT_DELETED' : 'ACCOUNT_DELETED_BY_ADMIN', portal, locale },
      accountDeleted,
      { by },
    ),
  );
};
