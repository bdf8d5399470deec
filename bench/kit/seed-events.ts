import type { Client } from 'pg';
import { idOf, inBatches, inBulk, restOf, withoutIndexes } from './bulk.ts';

/** Numbered events of the portal `demo`. Tells how far it is. */
export const seedEvents = (client: Client, count: number): Promise<void> =>
  inBulk(client, async () => {
    await makeMonths(client);
    await withoutIndexes(client, 'events', () =>
      inBatches('events', count, (from, to) => client.query(EVENTS, [from, to, count])),
    );
    console.error('  vacuum ...');
    await client.query('VACUUM ANALYZE events');
  });

/** A partition for each month of the last year, as in an installation that ran all the time. */
async function makeMonths(client: Client): Promise<void> {
  await client.query(`DO $$
    DECLARE
      today CONSTANT TIMESTAMP := date_trunc('month', now() AT TIME ZONE 'UTC');
      at TIMESTAMP;
      kept RECORD;
    BEGIN
      SELECT inhrelid::regclass AS name, substring(pg_get_expr(relpartbound, oid) FROM 'TO \\((.*)\\)') AS until INTO kept
        FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = 'events'::regclass AND relname LIKE 'events_until_%';
      EXECUTE format('ALTER TABLE events DETACH PARTITION %s', kept.name);
      FOR at IN SELECT today - n * interval '1 month' FROM generate_series(1, 13) n LOOP
        EXECUTE format('CREATE TABLE events_%s PARTITION OF events FOR VALUES FROM (%L) TO (%L)', to_char(at, 'YYYY_MM'),
          ${idOf('at')}, ${idOf("at + interval '1 month'")});
        EXECUTE format('CREATE UNIQUE INDEX ON events_%s (position) WHERE position IS NOT NULL', to_char(at, 'YYYY_MM'));
      END LOOP;
      EXECUTE format('ALTER TABLE events ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%s)', kept.name, ${idOf('today')}, kept.until);
    END $$`);
}

/** Over the last year. */
const EVENTS = `INSERT INTO events (id, position, at, portal_id, type, actor_kind, actor_id, subject_kind, subject_id, data)
  SELECT ${idOf("at AT TIME ZONE 'UTC'", restOf('n::text'))}, n, at, portals.id,
    (ARRAY['developer.verified', 'developer.approved', 'session.opened', 'session.closed', 'password.set'])[1 + n % 5], 'DEVELOPER',
    person, 'DEVELOPER', person, '{}'
  FROM portals, generate_series($1::int, $2::int) n, LATERAL (
    SELECT overlay(overlay(md5((n % 500000)::text) PLACING '7' FROM 13) PLACING '8' FROM 17)::uuid AS person,
      now() - ($3::int - n) * (interval '1 year' / $3::int) AS at
  ) one WHERE slug = 'demo'`;
