import { connect, createServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, inject, test } from 'vitest';
import { connectPrisma } from '../../prisma/client.ts';
import { isSaturated } from '../../prisma/saturation.ts';

const database = new URL(inject('databaseUrl'));

/** A way to the database on which new connections, or all, can hang. */
let hanging: 'NONE' | 'NEW' | 'ALL' = 'NONE';
const sockets: Socket[] = [];
const way = createServer((client) => {
  sockets.push(client);
  client.on('error', () => undefined);
  if (hanging !== 'NONE') return;
  const there = connect(Number(database.port), database.hostname);
  there.on('error', () => undefined);
  sockets.push(there);
  client.on('data', (sent) => hanging !== 'ALL' && there.write(sent));
  there.on('data', (answer) => hanging !== 'ALL' && client.write(answer));
  client.on('close', () => there.destroy());
});
await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
const address = way.address();
const port = typeof address === 'object' ? address?.port : undefined;
const prisma = connectPrisma(Object.assign(new URL(database), { host: `127.0.0.1:${port}` }).href, 3);

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  way.close();
  await prisma.$disconnect();
});

const isLoad = () => prisma.$queryRaw`SELECT 1`.then(() => 'no failure', isSaturated);

test('a new connection that is not ready in time means load while the database answers on others, and a fault if it does not', async () => {
  await prisma.$queryRaw`SELECT 1`;
  hanging = 'NEW';
  const others = async () => {
    for (let at = 0; at < 5; at++) await prisma.$queryRaw`SELECT 1 FROM pg_sleep(0.8)`;
  };
  const busy = others();
  // Until they hold the only connection.
  await setTimeout(200);
  const atLoad = await isLoad();
  await busy;
  expect(atLoad).toBe(true);

  hanging = 'ALL';
  const first = isLoad();
  await setTimeout(200);
  expect(await isLoad()).toBe(false);
  expect(await first).toBe(false);
}, 30_000);
