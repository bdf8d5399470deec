import { Client } from 'pg';
import { newId } from '../../domain/ids.ts';
import type { SignUpField } from '../../domain/sign-up-form/sign-up-field.ts';
import { hashSecret, newSecret } from '../../domain/tokens/secrets.ts';

const AT_ONCE = 100_000;

const COMPANY: SignUpField = {
  key: 'company',
  label: 'Company',
  help: null,
  kind: 'TEXT',
  required: false,
  choices: [],
  pattern: null,
  patternHint: null,
  maxLength: null,
  visibleTo: 'PERSON_AND_ADMINS',
  editableBy: 'PERSON',
};

/** A connection for SQL, as an operator has one. */
export async function connect(databaseUrl: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** An admin of the portals with these slugs, or of all. @returns the token of a session */
export async function insertAdmin(client: Client, slugs: string[] | null): Promise<string> {
  const [id, token] = [newId(), newSecret()];
  await client.query('INSERT INTO admins (id, email, password_hash) VALUES ($1, $2, $3)', [id, `${id}@bench.test`, 'none']);
  await client.query(
    `INSERT INTO admin_roles (id, admin_id, portal_id, role) SELECT gen_random_uuid(), $1, portal_id, 'OWNER'
     FROM (SELECT id AS portal_id FROM portals WHERE slug = ANY ($2) UNION ALL SELECT NULL WHERE $2::text[] IS NULL) places`,
    [id, slugs],
  );
  await client.query(
    `INSERT INTO admin_sessions (id, hash, admin_id, expires_at) VALUES (gen_random_uuid(), $1, $2, now() + interval '1 day')`,
    [hashSecret(token), id],
  );
  return token;
}

/** Portals of a thousand people each, beside the large one. */
export async function seedSmallPortals(client: Client, slugs: string[]): Promise<void> {
  await client.query(
    `INSERT INTO portals (id, slug, name, catalog_url, contact_email) SELECT gen_random_uuid(), slug, slug, 'https://gatehouse.test', 'help@gatehouse.test'
     FROM unnest($1::text[]) slug`,
    [slugs],
  );
  for (const slug of slugs) await client.query(PEOPLE, [slug, 1, 1_000, 1_000]);
}

/** People in the portal `demo`. Tells how far it is. */
export async function seedPeople(client: Client, count: number): Promise<void> {
  await client.query(`UPDATE portals SET sign_up_fields = $1 WHERE slug = 'demo'`, [JSON.stringify([COMPANY])]);
  // The texts are written at once, which is faster than by a trigger.
  await client.query('ALTER TABLE developers DISABLE TRIGGER USER');
  await client.query('ALTER TABLE developer_texts DROP CONSTRAINT developer_texts_developer_id_fkey');
  await withoutIndexes(client, 'developers', () =>
    inBatches('people', count, (from, to) => client.query(PEOPLE, ['demo', from, to, count])),
  );
  await withoutIndexes(client, 'developer_texts', () =>
    client.query(
      `INSERT INTO developer_texts SELECT id, searched_text(email, full_name, answers) FROM developers ON CONFLICT DO NOTHING`,
    ),
  );
  await client.query('ALTER TABLE developers ENABLE TRIGGER USER');
  await client.query('ALTER TABLE developer_texts ADD FOREIGN KEY (developer_id) REFERENCES developers (id) ON DELETE CASCADE');
  console.error('  vacuum ...');
  for (const table of ['developers', 'developer_texts']) await client.query(`VACUUM ANALYZE ${table}`);
}

/** More people in the portal `demo`, which has people with all lower numbers: with indexes and triggers, as they come in. */
export const growPeople = (client: Client, from: number, to: number): Promise<void> =>
  inBatches('people', to, (first, last) => client.query(PEOPLE, ['demo', first, last, to]), from);

/** Numbered events of the portal `demo`. Tells how far it is. */
export async function seedEvents(client: Client, count: number): Promise<void> {
  await makeMonths(client);
  await withoutIndexes(client, 'events', () =>
    inBatches('events', count, (from, to) => client.query(EVENTS, [from, to, count])),
  );
  console.error('  vacuum ...');
  await client.query('VACUUM ANALYZE events');
}

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

async function inBatches(
  what: string,
  count: number,
  insert: (from: number, to: number) => Promise<unknown>,
  begin = 1,
): Promise<void> {
  for (let from = begin; from <= count; from += AT_ONCE) {
    const to = Math.min(count, from + AT_ONCE - 1);
    await insert(from, to);
    console.error(`  ${to.toLocaleString('en')} of ${count.toLocaleString('en')} ${what}`);
  }
}

/** Indexes are built at the end, which takes a fraction of the time. Those that keep rows unique stay. */
async function withoutIndexes(client: Client, table: string, work: () => Promise<unknown>): Promise<void> {
  const { rows } = await client.query<{ name: string; sql: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS sql FROM pg_index WHERE indrelid = $1::regclass AND NOT indisunique`,
    [table],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await work();
  for (const { name, sql } of rows) {
    console.error(`  index ${name} ...`);
    // So that each partition gets its own.
    await client.query(sql.replace(' ON ONLY ', ' ON '));
  }
}

/** Statuses, names, domains and companies do not depend on the time; but the newest wait. A twentieth is not verified. */
const PEOPLE = `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, evaluated_at, asked_at, created_at, updated_at, answers)
  SELECT gen_random_uuid(), portals.id, address, address, initcap(person),
    (CASE WHEN NOT verified OR n > $4::int * 0.98 THEN 'PENDING' WHEN dice < 0.05 THEN 'REJECTED' WHEN dice < 0.051 THEN 'REVOKED' ELSE 'APPROVED' END)::"DeveloperStatus",
    CASE WHEN verified THEN at END, CASE WHEN verified THEN at END, at, at, at + random() * (now() - at),
    CASE WHEN verified THEN jsonb_build_array(jsonb_build_object('field', 'company', 'value', 'Company ' || n % 20011)) ELSE '[]' END
  FROM portals, generate_series($2::int, $3::int) n, LATERAL (
    SELECT random() AS dice, random() > 0.05 AS verified, now() - ($4::int - n) * interval '20 seconds' AS at,
      substr(translate(md5(n::text), '0123456789', 'aeiounrstl'), 1, 7) || ' ' || substr(translate(md5(n || 'x'), '0123456789', 'aeiounrstl'), 1, 9) AS person
  ) random_person, LATERAL (
    SELECT replace(person, ' ', '.') || n || '@' || (ARRAY['example.com', 'mail.test', 'corp.example', 'uni.example', 'gmx.test'])[1 + n % 5] AS address
  ) random_address WHERE slug = $1`;

/** The first id of that time, in SQL. */
const idOf = (time: string, rest = "repeat('0', 20)") =>
  `(lpad(to_hex((extract(epoch FROM (${time}) AT TIME ZONE 'UTC') * 1000)::bigint), 12, '0') || ${rest})::uuid`;

/** Over the last year. */
const EVENTS = `INSERT INTO events (id, position, at, portal_id, type, actor_kind, actor_id, subject_kind, subject_id, data)
  SELECT ${idOf("at AT TIME ZONE 'UTC'", "'7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15)")}, n, at, portals.id,
    (ARRAY['developer.verified', 'developer.approved', 'session.opened', 'session.closed', 'password.set'])[1 + n % 5], 'DEVELOPER',
    person, 'DEVELOPER', person, '{}'
  FROM portals, generate_series($1::int, $2::int) n, LATERAL (
    SELECT overlay(overlay(md5((n % 500000)::text) PLACING '7' FROM 13) PLACING '8' FROM 17)::uuid AS person,
      now() - ($3::int - n) * (interval '1 year' / $3::int) AS at
  ) one WHERE slug = 'demo'`;
