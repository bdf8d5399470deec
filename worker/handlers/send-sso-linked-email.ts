import { pageUrl } from '../../domain/portals/links.ts';
import { ssoLinked } from '../../emails/sso-linked.tsx';
import type { Handler } from './index.ts';

/** Tells a developer that an account at a provider can log in to theirs from now on. */
export const sendSsoLinkedEmail: Handler<'sendSsoLinkedEmail'> = async ({ app, mailer, log }, { identityId }, jobId) => {
  const identity = await app.prisma.ssoIdentity.findUnique({
    where: { id: identityId },
    include: { developer: { include: { portal: true } } },
  });
  if (!identity)
    return log.info({ identityId }, 'no notice of the linked account: it was unlinked, or the registration deleted');
  const { portal, fullName, typedEmail } = identity.developer;
  const connection = await app.prisma.ssoConnection.findFirst({ where: { portalId: portal.id, issuer: identity.issuer } });
  const host = new URL(identity.issuer).host;
  const mail = await ssoLinked({
    portal,
    fullName,
    account: { label: connection?.label ?? host, host, subject: identity.subject },
    accountUrl: pageUrl(app, portal, 'account'),
  });
  await mailer.send({ jobId, portal, to: typedEmail }, mail);
};
