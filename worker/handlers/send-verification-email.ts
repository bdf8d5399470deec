import { signUpForm } from '../../domain/developers/sign-up-form.ts';
import { pageUrl } from '../../domain/portals/links.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import { verifyEmail } from '../../emails/verify-email.tsx';
import type { Handler } from './index.ts';

const HOUR = 3_600_000;

/** Mails the link that a sign-up made, to the address as it was typed there. A retry mails the same link. */
export const sendVerificationEmail: Handler<'sendVerificationEmail'> = async ({ app, mailer, log }, { tokenId }, jobId) => {
  const token = await app.prisma.token.findUnique({
    where: { id: tokenId },
    include: { developer: { include: { portal: true } } },
  });
  const secret = token && mailedTokenOf(app.keys, token);
  if (!secret) return log.info({ tokenId }, 'no verification mail: the link is gone, or its key is retired');
  const { portal, typedEmail } = token.developer;
  const to = token.form ? signUpForm.parse(token.form).typedEmail : typedEmail;
  const email = await verifyEmail({
    portal,
    verifyUrl: pageUrl(app, portal, 'verify-email', secret),
    expiresInHours: app.settings.verificationTtl / HOUR,
  });
  await mailer.send({ jobId, portal, to }, email);
};
