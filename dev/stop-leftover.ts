import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';

const PATIENCE_MS = 8_000;
const PAUSE_MS = 100;

/** Ends only the PostgreSQL that a killed `npm start` left on its data. */
export async function stopLeftover(data: string): Promise<void> {
  const lockFile = join(data, 'postmaster.pid');
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await setTimeout(PAUSE_MS)) {
    if (!existsSync(lockFile)) return;
    const [pid, , , port] = (await readFile(lockFile, 'utf8')).split('\n').map(Number);
    if (!pid || !isAlive(pid)) return;
    if (port && (await serves(port, data))) process.kill(pid, 'SIGINT');
  }
  // Another process may have this number now. It is not our PostgreSQL, and must not stop ours from starting.
  await rm(lockFile, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function serves(port: number, data: string): Promise<boolean> {
  const client = new Client({ connectionString: `postgresql://gatehouse:gatehouse@127.0.0.1:${port}/postgres` });
  // A server that ends closes the connection.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query('SHOW data_directory');
    return rows[0]?.data_directory === data;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}
