import { Prisma } from '../../prisma/generated/client/client.ts';
import { ago } from '../clock.ts';
import { ENDED_LINK_KNOWN_MS } from '../links/link.ts';
import { DEVICE_KNOWN_MS } from '../throttles/known-devices.ts';
import { removeEndedLinks } from '../tokens/remove-ended-links.ts';
import { jobPurges } from './job-purges.ts';
import { type Purge, remove } from './remove.ts';
import { ssoPurges } from './sso-purges.ts';

const ended = Prisma.sql`expires_at < now()`;
const forgotten = Prisma.sql`logged_in_at < ${ago(DEVICE_KNOWN_MS)}`;

/**
 * What a sweep removes, by the name that stands in the log. Each finds its rows by an index that leaves out those that stay, or it
 * would read them again every time; `throttles`, where nothing stays for long, needs none.
 */
export const purges: Record<string, Purge> = {
  ...jobPurges,
  'links that ended': removeEndedLinks,
  'notes of links that ended long ago': remove('ended_links', Prisma.sql`ended_at < ${ago(ENDED_LINK_KNOWN_MS)}`),
  'sessions that ended': remove('sessions', ended),
  'links of admins that ended': remove('admin_tokens', ended),
  'sessions of admins that ended': remove('admin_sessions', ended),
  'allowances that are whole again': remove('mail_bounds', ended),
  'devices of long ago': remove('known_clients', forgotten),
  'devices of admins of long ago': remove('admin_known_clients', forgotten),
  'counts that ended': remove('throttles', Prisma.sql`ends_at < now()`),
  ...ssoPurges,
};
