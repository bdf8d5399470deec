import { openRecipient } from '../../domain/jobs/recipient.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { ssoLinked } from '../../emails/sso-linked.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { describeAccount } from './describe-account.ts';

export const sendSsoLinkedEmail: Handler<'sendSsoLinkedEmail'> = async ({ app, mailer, log }, { identityId, to }, job) => {
  const identity = await app.prisma.ssoIdentity.findUnique({
    where: { id: identityId },
    include: { developer: { include: { portal: true } } },
  });
  if (!identity)
    return log.info({ identityId }, 'no notice of the linked account: it was unlinked, or the registration was deleted');
  const { portal, fullName, typedEmail, locale } = identity.developer;
  const mail = await renderedFor({ app, log }, { mail: 'SSO_LINKED', portal, locale }, ssoLinked, {
    fullName,
    account: await describeAccount(app, identity),
    accountUrl: pageUrl(app, portal, 'account'),
  });
  await mailer.send({ job, portal, to: openRecipient(app, identityId, to, typedEmail) }, mail);
};
