import { openRecipient } from '../../domain/jobs/recipient.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { secondFactorChanged } from '../../emails/second-factor-changed.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';

export const sendSecondFactorChangedEmail: Handler<'sendSecondFactorChangedEmail'> = async (
  { app, mailer, log },
  { developerId, to, change },
  job,
) => {
  const developer = await app.prisma.developer.findUnique({ where: { id: developerId }, include: { portal: true } });
  if (!developer) return log.info({ developerId }, 'no notice about the second factors: the registration was deleted');
  const { portal, fullName, locale } = developer;
  const forgotPasswordUrl = pageUrl(app, portal, 'forgot-password');
  const email = await renderedFor({ app, log }, { mail: 'SECOND_FACTOR_CHANGED', portal, locale }, secondFactorChanged, {
    fullName,
    change,
    forgotPasswordUrl,
  });
  await mailer.send({ job, portal, to: openRecipient(app, developerId, to) }, email);
};
