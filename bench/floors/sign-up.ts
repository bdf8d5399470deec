// The floor of a sign-up: its row by bare pg, in a prepared statement, behind bare node:http.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { Pool } from 'pg';
import * as z from 'zod';
import { newId } from '../../domain/ids.ts';
import { listeningPort } from '../kit/listening-port.ts';

/** As many connections as the server has. */
const POOL = 20;

const INSERT = `INSERT INTO jobs (id, queue, portal_id, name, payload) VALUES ($1, 'MAILS', $2, 'answerStranger', $3)`;

const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: POOL });
const portals = await pool.query<{ id: string }>(`SELECT id FROM portals WHERE slug = 'demo'`);
const portalId = portals.rows[0]?.id;

const server = createServer(async (request, response) => {
  const { variables } = sent.parse(await json(request));
  await insert(variables.input);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(`{"data":{"signUp":{"__typename":"SignUpSuccess","email":"${variables.input.email}"}}}`);
});
await once(server.listen(0, '127.0.0.1'), 'listening');
process.send?.({ port: listeningPort(server) });

const sent = z.object({ variables: z.object({ input: z.object({ email: z.string(), fullName: z.string() }) }) });

async function insert({ email, fullName }: { email: string; fullName: string }): Promise<void> {
  const form = { typedEmail: email, fullName, returnTo: null };
  // As long as the real encrypted text.
  const sealed = Buffer.from(JSON.stringify({ act: 'SIGN_UP', email, form, bounds: 'x'.repeat(160) })).toString('base64');
  await pool.query({ name: 'insert', text: INSERT, values: [newId(), portalId, { sealed }] });
}
