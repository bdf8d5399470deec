// The floor of a sign-up: its four rows by bare pg, in one transaction of prepared statements, behind bare node:http.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { Pool, type PoolClient } from 'pg';
import { z } from 'zod';
import { newId } from '../../domain/ids.ts';
import { listeningPort } from '../kit/listening-port.ts';

/** As many connections as the server has. */
const POOL = 20;

const STATEMENTS = {
  developer: `INSERT INTO developers (id, portal_id, email, typed_email, full_name, updated_at) VALUES ($1, $2, $3, $3, $4, now())`,
  bound: `INSERT INTO mail_bounds (portal_id, email, kind, sent_at) VALUES ($1, $2, 'VERIFICATION', ARRAY[now()])`,
  token: `INSERT INTO tokens (id, purpose, hash, developer_id, form, expires_at)
          VALUES ($1, 'VERIFY_EMAIL', $2, $3, $4, now() + interval '1 day')`,
  job: `INSERT INTO jobs (id, queue, portal_id, name, payload) VALUES ($1, 'MAILS', $2, 'sendVerificationEmail', $3)`,
};

const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: POOL });
const portals = await pool.query<{ id: string }>(`SELECT id FROM portals WHERE slug = 'demo'`);
const portalId = portals.rows[0]?.id;

const server = createServer(async (request, response) => {
  const { variables } = sent.parse(await json(request));
  const client = await pool.connect();
  await insert(client, variables.input);
  client.release();
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(`{"data":{"signUp":{"__typename":"SignUpSuccess","email":"${variables.input.email}"}}}`);
});
await once(server.listen(0, '127.0.0.1'), 'listening');
process.send?.({ port: listeningPort(server) });

const sent = z.object({ variables: z.object({ input: z.object({ email: z.string(), fullName: z.string() }) }) });

async function insert(client: PoolClient, { email, fullName }: { email: string; fullName: string }): Promise<void> {
  const [developerId, tokenId, secret] = [newId(), newId(), randomBytes(32).toString('base64url')];
  const form = { typedEmail: email, fullName, returnTo: null };
  const run = (name: keyof typeof STATEMENTS, values: unknown[]) => client.query({ name, text: STATEMENTS[name], values });
  await client.query('BEGIN');
  await run('developer', [developerId, portalId, email, fullName]);
  await run('bound', [portalId, email]);
  await run('token', [tokenId, createHash('sha256').update(secret).digest(), developerId, form]);
  await run('job', [newId(), portalId, { tokenId }]);
  await client.query('COMMIT');
}
