import type { Holder } from '../../domain/addresses/find-holder.ts';
import { inHours } from '../../domain/durations.ts';
import { UNDO_TTL } from '../../domain/email-changes/confirm-email-change.ts';
import type { Claim } from '../../domain/jobs/claim-jobs.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { addressTaken } from '../../emails/address-taken.tsx';
import type { Environment } from '../environment.ts';
import { renderedFor } from '../rendered-for.ts';

type Portal = Parameters<Environment['mailer']['send']>[0]['portal'] &
  Parameters<typeof pageUrl>[1] &
  Parameters<typeof renderedFor>[1]['portal'];

/** Has no job of its own: other jobs send it in place of their mail. */
export async function sendAddressTakenEmail(
  { app, mailer, log }: Environment,
  portal: Portal,
  { typedEmail, isReserved, locale }: Holder,
  job: Claim,
): Promise<void> {
  const logInUrl = pageUrl(app, portal, 'log-in');
  const email = await renderedFor(
    { app, log },
    { mail: isReserved ? 'ADDRESS_RESERVED' : 'ADDRESS_TAKEN', portal, locale },
    addressTaken,
    { isReserved, reservedForHours: inHours(UNDO_TTL), logInUrl },
  );
  await mailer.send({ job, portal, to: typedEmail }, email);
}
