import { Prisma } from '../prisma/generated/client/client.ts';
import { ago } from './clock.ts';
import { KEY_KNOWN_MS } from './decisions/idempotency.ts';
import { BULK_KEPT_MS } from './decisions/run-bulk-decision.ts';
import { addMonths, dropOldMonths } from './events/months.ts';
import { forgetOldClients, markOldCheckpoints, removeOldEvents } from './events/remove-events.ts';
import { INVITATION_KEPT_MS } from './invitations/invitation-input.ts';
import { MAIL_RATE_KEPT_MS } from './jobs/mail-limits.ts';
import { jobPurges } from './jobs/remove-jobs.ts';
import { ENDED_LINK_KNOWN_MS } from './links/link.ts';
import { type Purge, removeRows } from './remove-rows.ts';
import { REFUSAL_KEPT_MS } from './rules/refusals.ts';
import { LOGOUT_KEPT_MS } from './sso/end-provider-sessions.ts';
import { TRIAL_KEPT_MS } from './sso/finish-trial.ts';
import { FAILURE_KEPT_MS } from './sso/note-failure.ts';
import { DEVICE_KNOWN_MS } from './throttles/known-devices.ts';
import { removeEndedLinks } from './tokens/remove-ended-links.ts';

const ended = Prisma.sql`expires_at < now()`;
const forgotten = Prisma.sql`logged_in_at < ${ago(DEVICE_KNOWN_MS)}`;

/**
 * Each purge needs an index without the rows that stay. `throttles` needs none, because its rows never stay long, nor does `mail_rates`, which
 * has one row for each portal at most.
 */
export const purges: Record<string, Purge> = {
  ...jobPurges,
  'links that ended': removeEndedLinks,
  'notes of links that ended long ago': removeRows('ended_links', Prisma.sql`ended_at < ${ago(ENDED_LINK_KNOWN_MS)}`),
  'sessions that ended': removeRows('sessions', ended),
  'links of admins that ended': removeRows('admin_tokens', ended),
  'invitations of admins that ended': removeRows('admin_invitations', ended),
  'invitations of long ago': removeRows('invitations', Prisma.sql`expires_at < ${ago(INVITATION_KEPT_MS)}`),
  'sessions of admins that ended': removeRows('admin_sessions', ended),
  'allowances that are whole again': removeRows('mail_bounds', ended),
  'devices of long ago': removeRows('known_clients', forgotten),
  'devices of admins of long ago': removeRows('admin_known_clients', forgotten),
  'challenges of second factors that ended': removeRows('factor_challenges', ended),
  'counts that ended': removeRows('throttles', Prisma.sql`ends_at < now()`),
  'log-ins with SSO that were not finished': removeRows('sso_attempts', ended),
  'challenges of passkeys that ended': removeRows('used_passkey_challenges', ended),
  'solved challenges that ended': removeRows('used_bot_checks', ended),
  'codes that ended': removeRows('sso_grants', ended),
  'links of SSO that ended': removeRows('sso_confirmations', ended),
  'trials of long ago': removeRows('sso_trials', Prisma.sql`expires_at < ${ago(TRIAL_KEPT_MS)}`),
  'log-outs of long ago': removeRows('sso_logouts', Prisma.sql`received_at < ${ago(LOGOUT_KEPT_MS)}`),
  'checkpoints of long ago': markOldCheckpoints,
  'bulk decisions of long ago': removeRows('bulk_decisions', Prisma.sql`finished_at < ${ago(BULK_KEPT_MS)}`),
  'keys of calls of long ago': removeRows('idempotency_keys', Prisma.sql`created_at < ${ago(KEY_KNOWN_MS)}`),
  'months of events to come': addMonths,
  'events of long ago': removeOldEvents,
  'months of events of long ago': dropOldMonths,
  'clients of events of long ago': forgetOldClients,
  'limits of emails that are whole again': removeRows('mail_rates', Prisma.sql`owed_until < ${ago(MAIL_RATE_KEPT_MS)}`),
  'states of mail that ended': removeRows('mail_states', ended),
  'refusals of long ago': removeRows('refusals', Prisma.sql`refused_at < ${ago(REFUSAL_KEPT_MS)}`),
  'failures of long ago': removeRows('sso_failures', Prisma.sql`created_at < ${ago(FAILURE_KEPT_MS)}`),
};
