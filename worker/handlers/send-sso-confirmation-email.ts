import { inHours } from '../../domain/durations.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { allowConfirmation } from '../../domain/sso/request-confirmation.ts';
import { whatToMail } from '../../domain/sso/what-to-mail.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import { confirmSso } from '../../emails/confirm-sso.tsx';
import type { Handler } from '../handler.ts';
import { renderedFor } from '../rendered-for.ts';
import { sendAddressTakenEmail } from './send-address-taken-email.ts';
import { sendRegistrationStatusEmail } from './send-registration-status-email.ts';

export const sendSsoConfirmationEmail: Handler<'sendSsoConfirmationEmail'> = async (environment, payload, job) => {
  const { app, mailer, log } = environment;
  const { confirmationId } = payload;
  if (!(await allowConfirmation(app, job.id, payload))) return;
  const wanted = await whatToMail(app, confirmationId, job.claimedAt);
  if (wanted.kind === 'NOTHING')
    return log.info({ confirmationId, because: wanted.because }, 'no mail to confirm an SSO account');
  if (wanted.kind === 'STATUS') return await sendRegistrationStatusEmail(environment, { ...wanted, locale: null }, job);
  if (wanted.kind === 'ADDRESS_TAKEN') return await sendAddressTakenEmail(environment, wanted.portal, wanted.holder, job);

  const { connection, developer, typedEmail, issuer, subject } = wanted.confirmation;
  const { portal } = connection;
  const secret = mailedTokenOf(app.keys, { ...wanted.confirmation, purpose: 'CONFIRM_SSO' });
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  const mail = await renderedFor(
    environment,
    { mail: developer ? 'CONFIRM_SSO_LINK' : 'CONFIRM_SSO_SIGN_UP', portal, locale: developer?.locale ?? null },
    confirmSso,
    {
      account: { label: connection.label, host: new URL(issuer).host, subject },
      joins: developer !== null,
      confirmUrl: pageUrl(app, portal, 'confirm-sso', secret),
      expiresInHours: inHours(app.settings.verificationTtl),
    },
  );
  await mailer.send({ job, portal, to: developer?.typedEmail ?? typedEmail }, mail);
};
