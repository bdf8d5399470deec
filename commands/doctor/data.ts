import { isClosed } from '../../domain/portals/portal-hosts.ts';
import { discover } from '../../domain/providers/discover.ts';
import { openProviders } from '../../domain/providers/open-providers.ts';
import { findSealed } from '../../domain/secret-key/find-sealed.ts';
import { rawStatements } from '../../prisma/raw-statements.ts';
import type { DatabaseCheck } from './check.ts';
import { count, fault, inWords, ok, warning } from './finding.ts';

/** Each may take 5 s, and they are asked at once. */
const MOST_CONNECTIONS = 10;
/** One line names no more. */
const MOST_NAMES = 10;
/** Events are numbered within a second, and a checkpoint follows each minute. */
const LATE_CHECKPOINT_SECONDS = 180;

export const dataChecks: DatabaseCheck[] = [
  {
    name: 'SECRET_KEY',
    lookAt: async (database, { config: { keys } }) => {
      const sealed = await findSealed(
        rawStatements(
          () => database,
          () => '',
        ),
        keys,
      );
      const shut = sealed.filter((kind) => kind.shut > 0);
      if (shut.length > 0) {
        const said = shut.map((kind) => `${kind.shut} of ${kind.looked} ${kind.kind}`).join(', ');
        return fault(
          `neither it nor SECRET_KEY_PREVIOUS opens ${said}`,
          'set the key that sealed them as SECRET_KEY_PREVIOUS; if it is lost, see docs/operate.md',
        );
      }
      const old = sealed.reduce((sum, { underOldKey }) => sum + underOldKey, 0);
      if (old > 0)
        return warning(
          `${count(old, 'secret')} still under SECRET_KEY_PREVIOUS`,
          'keep that until a worker has sealed them anew, in its next sweep',
        );
      return ok(`it opens all of ${sealed.reduce((sum, { looked }) => sum + looked, 0)} that were looked at`);
    },
  },
  {
    name: 'identity providers',
    lookAt: async (database, { config: { settings } }) => {
      const { rows } = await database.query<{
        issuer: string;
        portalId: string | null;
        slug: string | null;
      }>(
        `SELECT issuer, portal_id AS "portalId", slug FROM sso_connections c LEFT JOIN portals p ON p.id = portal_id
         WHERE enabled ORDER BY c.id DESC LIMIT $1`,
        [MOST_CONNECTIONS],
      );
      const providers = openProviders();
      try {
        const failures = await Promise.all(
          rows.map((row) =>
            discover({ settings, providers }, { ...row, portal: row.slug === null ? null : { slug: row.slug } }).then(
              () => [],
              (error: Error) => [`${row.issuer}: ${error.message}`],
            ),
          ),
        );
        const [first] = failures.flat();
        if (!first) return ok(`${count(rows.length, 'enabled connection')} reached`);
        return warning(
          `${failures.flat().length} of ${rows.length} not reached; ${first}`,
          'look at the provider, at the network, and at SSO_ALLOWED_PRIVATE_HOSTS',
        );
      } finally {
        await providers.close();
      }
    },
  },
  {
    name: 'sending domains',
    lookAt: async (database) => {
      const { rows } = await database.query<{ domain: string; lapsed: boolean }>(
        `SELECT domain, lapsed_at IS NOT NULL AS lapsed FROM sender_domains WHERE proved_at IS NOT NULL ORDER BY lapsed_at LIMIT $1`,
        [MOST_NAMES],
      );
      const lapsed = rows.filter((row) => row.lapsed).map(({ domain }) => domain);
      if (lapsed.length === 0) return ok(`${count(rows.length, 'domain')} of portals proved`);
      return warning(
        `${lapsed.join(', ')} used although DNS records vanished`,
        'its portal has to set them again within 7 days; the OWNERs got an email, see docs/sender.md',
      );
    },
  },
  {
    name: 'hosts of portals',
    lookAt: async (database, { config: { settings } }) => {
      const { rows } = await database.query<{ slug: string; customPublicUrl: string }>(
        `SELECT slug, custom_public_url AS "customPublicUrl" FROM portals WHERE custom_public_url IS NOT NULL ORDER BY slug`,
      );
      const closed = rows.filter((portal) => isClosed({ settings }, portal));
      if (closed.length === 0) return ok(`${count(rows.length, 'portal')} with a URL of its own`);
      const names = closed
        .slice(0, MOST_NAMES)
        .map(({ slug, customPublicUrl }) => `${slug}=${new URL(customPublicUrl).hostname}`);
      const more = closed.length > names.length ? ` and ${closed.length - names.length} more` : '';
      return warning(
        `${names.join(', ')}${more} not allowed, so no pages are shown there`,
        'name the hosts in PORTAL_HOSTS, if they are right, see docs/own-host.md',
      );
    },
  },
  {
    name: 'audit log',
    lookAt: async (database) => {
      const { rows } = await database.query<{ newest: number | null; waiting: number | null; isAstray: boolean }>(
        `SELECT (SELECT extract(epoch FROM now() - created_at)::float FROM event_checkpoints ORDER BY number DESC LIMIT 1) AS newest,
           (SELECT extract(epoch FROM now() - min(at))::float FROM events
            WHERE position IS NULL OR position > coalesce((SELECT max(last_position) FROM event_checkpoints), 0)) AS waiting,
           EXISTS (SELECT FROM events_other) AS "isAstray"`,
      );
      const { newest = null, waiting = null, isAstray = false } = rows[0] ?? {};
      const said = newest === null ? 'no checkpoint yet' : `the newest checkpoint is ${inWords(newest)} old`;
      if (waiting !== null && waiting > LATE_CHECKPOINT_SECONDS) {
        return fault(
          `${said}, and an event of ${inWords(waiting)} ago is in none`,
          'look whether a worker runs, and for `events` in its log',
        );
      }
      if (isAstray) {
        return warning(
          `${said}, and some events are stored in no month (\`events_other\`)`,
          'they do no harm, and go row by row; look whether a worker runs all the time, and at the clocks of all machines',
        );
      }
      if (waiting === null) return ok(newest === null ? 'no event yet' : `${said}, and all events are in one`);
      return ok(said);
    },
  },
];
