import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { newId } from '../../domain/ids.ts';
import { hashPassword } from '../../domain/passwords/hash.ts';
import { hashSecret, newSecret } from '../../domain/tokens/secrets.ts';

const RUN = randomBytes(4).toString('hex');
let count = 0;

export const PASSWORD = 'seven brown foxes jumped';

export type Person = { email: string; token: string };

/** New each time, because the bound on mails to one email address must not be measured. */
export const newAddress = (): string => `person${count++}.${RUN}@example.com`;

export async function insertPortal(databaseUrl: string): Promise<void> {
  await query(
    databaseUrl,
    `INSERT INTO portals (id, slug, name, catalog_url, contact_email, auto_approve, updated_at)
     VALUES ($1, 'demo', 'Demo Portal', 'https://gatehouse.test/p/demo/catalog', 'help@gatehouse.test', true, now())
     ON CONFLICT DO NOTHING`,
    [newId()],
  );
}

/** Each person has a session. */
export async function insertPeople(databaseUrl: string, howMany: number): Promise<Person[]> {
  const people = Array.from({ length: howMany }, () => ({ email: newAddress(), token: newSecret(), id: newId() }));
  const ids = people.map(({ id }) => id);
  await query(
    databaseUrl,
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, password_hash, evaluated_at, updated_at)
     SELECT new.id, portals.id, email, email, 'Ada Lovelace', 'APPROVED', now(), $3, now(), now()
     FROM portals, unnest($1::uuid[], $2::text[]) AS new(id, email) WHERE slug = 'demo'`,
    [ids, people.map(({ email }) => email), await hashPassword(PASSWORD)],
  );
  await query(
    databaseUrl,
    `INSERT INTO sessions (id, developer_id, hash, expires_at)
     SELECT developer_id, developer_id, hash, now() + interval '1 day' FROM unnest($1::uuid[], $2::bytea[]) AS new(developer_id, hash)`,
    [ids, people.map(({ token }) => hashSecret(token))],
  );
  // Autovacuum does this within a minute, and the query plans depend on it.
  await query(databaseUrl, 'ANALYZE');
  return people;
}

/** More sessions than a person can open. */
export const insertSessions = (databaseUrl: string, { token }: Person, howMany: number): Promise<void> =>
  query(
    databaseUrl,
    `INSERT INTO sessions (id, developer_id, hash, expires_at)
     SELECT gen_random_uuid(), developer_id, sha256((hash || n::text::bytea)), now() + interval '1 day'
     FROM sessions, generate_series(1, $2::int) n WHERE hash = $1`,
    [hashSecret(token), howMany],
  );

async function query(databaseUrl: string, sql: string, values: unknown[] = []): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql, values);
  } finally {
    await client.end();
  }
}
