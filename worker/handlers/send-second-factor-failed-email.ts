import { pageUrl } from '../../domain/portals/portal-links.ts';
import { secondFactorFailed } from '../../emails/second-factor-failed.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';

export const sendSecondFactorFailedEmail: Handler<'sendSecondFactorFailedEmail'> = async (
  { app, mailer, log },
  { developerId },
  job,
) => {
  const developer = await app.prisma.developer.findUnique({ where: { id: developerId }, include: { portal: true } });
  if (!developer) return log.info({ developerId }, 'no notice about wrong codes: the registration was deleted');
  const { portal, fullName, typedEmail, locale } = developer;
  const forgotPasswordUrl = pageUrl(app, portal, 'forgot-password');
  const email = await renderedFor({ app, log }, { mail: 'SECOND_FACTOR_FAILED', portal, locale }, secondFactorFailed, {
    fullName,
    forgotPasswordUrl,
  });
  await mailer.send({ job, portal, to: typedEmail }, email);
};
