import { Client } from 'pg';
import { newId } from '../../domain/ids.ts';

/** The public URL of the measured installations. */
export const PUBLIC_URL = 'https://gatehouse.test';
export const CLIENT_ID = 'gatehouse';

/** Returns the id of an enabled connection of the portal `demo`. */
export async function insertConnection(databaseUrl: string, issuer: string): Promise<string> {
  const id = newId();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `INSERT INTO sso_connections (id, portal_id, label, issuer, client_id, scopes, name_claim, email_claim, groups_claim,
       verified_domains, email_domains, enabled, updated_at)
     SELECT $1, id, 'Bench', $2, $3, '{openid,email,profile}', 'name', 'email', 'groups', '{}', '{}', true, now() FROM portals WHERE slug = 'demo'`,
    [id, issuer, CLIENT_ID],
  );
  await client.end();
  return id;
}
