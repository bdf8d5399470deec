import { Client } from 'pg';
import { newId } from '../../domain/ids.ts';
import type { SignUpField } from '../../domain/sign-up-form/sign-up-field.ts';
import { hashSecret, newSecret } from '../../domain/tokens/secrets.ts';
import { idOf, inBatches, inBulk, restOf, withoutIndexes } from './bulk.ts';

/** The share of people who never verified their address. */
const UNVERIFIED = 0.05;

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
  for (const slug of slugs) await client.query(PEOPLE, [slug, 1, 1_000, 1_000, UNVERIFIED]);
}

/** People in the portal `demo`. Tells how far it is. */
export const seedPeople = (client: Client, count: number, unverified = UNVERIFIED): Promise<void> =>
  inBulk(client, async () => {
    await client.query(`UPDATE portals SET sign_up_fields = $1 WHERE slug = 'demo'`, [JSON.stringify([COMPANY])]);
    // The texts are written at once, which is faster than by a trigger.
    await client.query('ALTER TABLE developers DISABLE TRIGGER USER');
    await client.query('ALTER TABLE developer_texts DROP CONSTRAINT developer_texts_developer_id_fkey');
    await withoutIndexes(client, 'developers', () =>
      inBatches('people', count, (from, to) => client.query(PEOPLE, ['demo', from, to, count, unverified])),
    );
    await withoutIndexes(client, 'developer_texts', () =>
      client.query(
        `INSERT INTO developer_texts SELECT id, searched_text(email, full_name, answers) FROM developers ON CONFLICT DO NOTHING`,
      ),
    );
    await client.query('ALTER TABLE developers ENABLE TRIGGER USER');
    await client.query(
      'ALTER TABLE developer_texts ADD FOREIGN KEY (developer_id) REFERENCES developers (id) ON DELETE CASCADE',
    );
    await vacuumPeople(client);
  });

/** More people in the portal `demo`, which has people with all lower numbers: with indexes and triggers, as they come in. */
export const growPeople = (client: Client, from: number, to: number): Promise<void> =>
  inBulk(client, async () => {
    await inBatches('people', to, (first, last) => client.query(PEOPLE, ['demo', first, last, to, 0]), from);
    await vacuumPeople(client);
  });

async function vacuumPeople(client: Client): Promise<void> {
  console.error('  vacuum ...');
  for (const table of ['developers', 'developer_texts']) await client.query(`VACUUM ANALYZE ${table}`);
}

/** Statuses, names, domains and companies do not depend on the time; but the newest wait. `$5` is the share of those who never verified. */
const PEOPLE = `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, evaluated_at, asked_at, created_at, updated_at, answers)
  SELECT ${idOf("at AT TIME ZONE 'UTC'", restOf('slug || n'))}, portals.id, address, address, initcap(person),
    (CASE WHEN NOT verified OR n > $4::int * 0.98 THEN 'PENDING' WHEN dice < 0.05 THEN 'REJECTED' WHEN dice < 0.051 THEN 'REVOKED' ELSE 'APPROVED' END)::"DeveloperStatus",
    CASE WHEN verified THEN at END, CASE WHEN verified THEN at END, at, at, at + random() * (now() - at),
    CASE WHEN verified THEN jsonb_build_array(jsonb_build_object('field', 'company', 'value', 'Company ' || n % 20011)) ELSE '[]' END
  FROM portals, generate_series($2::int, $3::int) n, LATERAL (
    SELECT random() AS dice, random() >= $5::float AS verified, now() - ($4::int - n) * interval '20 seconds' AS at,
      substr(translate(md5(n::text), '0123456789', 'aeiounrstl'), 1, 7) || ' ' || substr(translate(md5(n || 'x'), '0123456789', 'aeiounrstl'), 1, 9) AS person
  ) random_person, LATERAL (
    SELECT replace(person, ' ', '.') || n || '@' || (ARRAY['example.com', 'mail.test', 'corp.example', 'uni.example', 'gmx.test'])[1 + n % 5] AS address
  ) random_address WHERE slug = $1`;
