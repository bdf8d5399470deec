import { afterAll, expect, inject, onTestFinished, test } from 'vitest';
import { openPool } from '../../prisma/open-pool.ts';
import { query } from '../kit/database.ts';

const databaseUrl = inject('databaseUrl');
const pool = openPool(databaseUrl, { name: 'lent', max: 2 });
afterAll(() => pool.end());

const END = 'SELECT pg_terminate_backend($1)';

test('a connection that ends while somebody has it, and asks nothing, fails the next statement and not the process', async () => {
  const lent = await pool.connect();
  const { rows } = await lent.query('SELECT pg_backend_pid() AS pid');
  const ended = new Promise((resolve) => lent.once('end', resolve));
  const crashed: unknown[] = [];
  const note = (error: unknown) => crashed.push(error);
  process.on('uncaughtException', note);
  onTestFinished(() => void process.off('uncaughtException', note));
  await query(databaseUrl, END, [rows[0].pid]);
  await ended;
  await expect(lent.query('SELECT 1')).rejects.toThrow();
  lent.release(true);
  expect(crashed).toEqual([]);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});
