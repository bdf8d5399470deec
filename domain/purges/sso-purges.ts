import { Prisma } from '../../prisma/generated/client/client.ts';
import { ago } from '../clock.ts';
import { DAY_MS, MINUTE_MS } from '../durations.ts';
import { type Purge, removeRows } from '../remove-rows.ts';

/** So that an admin who began a trial late can still read what came of it. */
const TRIALS_KEPT_MS = 45 * MINUTE_MS;
/** As long as a way to a provider and the exchange of a code may take, and some. */
const LOGOUTS_KEPT_MS = 20 * MINUTE_MS;
const FAILURES_KEPT_MS = 30 * DAY_MS;

const ended = Prisma.sql`expires_at < now()`;

/** What log-ins with SSO leave behind: ways begun, codes, links and trials that ended, and failures that nobody looks for any more. */
export const ssoPurges: Record<string, Purge> = {
  'ways to a provider that ended': removeRows('sso_attempts', ended),
  'codes that ended': removeRows('sso_grants', ended),
  'links of SSO that ended': removeRows('sso_confirmations', ended),
  'trials of long ago': removeRows('sso_trials', Prisma.sql`expires_at < ${ago(TRIALS_KEPT_MS)}`),
  'log-outs of long ago': removeRows('sso_logouts', Prisma.sql`received_at < ${ago(LOGOUTS_KEPT_MS)}`),
  'failures of long ago': removeRows('sso_failures', Prisma.sql`created_at < ${ago(FAILURES_KEPT_MS)}`),
};
