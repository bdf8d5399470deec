import { Client } from 'pg';
import { newId } from '../../domain/ids.ts';

/** Where the installations that are measured say that they are. */
export const PUBLIC_URL = 'https://gatehouse.test';
export const CLIENT_ID = 'gatehouse';

/** A connection of the portal `demo`, switched on. @returns its id */
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
