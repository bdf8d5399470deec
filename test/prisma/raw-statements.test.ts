import { expect, inject, test } from 'vitest';

import { type Transaction, transaction } from '../../domain/transaction.ts';
import { connectPrisma, type Database } from '../../prisma/client.ts';
import type { RawStatements } from '../../prisma/raw-statements.ts';
import { cloneDatabase, query } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';

const { app } = await startInstallation();

const backendOf = async (database: Pick<Transaction, '$queryRaw'>) =>
  (await database.$queryRaw<[{ backend: number }]>`SELECT pg_backend_pid() AS backend`)[0].backend;

const namesOf = async (database: Pick<Transaction, 'portal'>) =>
  (await database.portal.findMany({ where: { slug: { startsWith: 'raw' } } })).map(({ slug }) => slug).sort();

test('statements by hand and those of Prisma share a transaction, and one that fails takes back both', async () => {
  const work = async (tx: Transaction) => {
    await tx.portal.create({
      data: {
        id: crypto.randomUUID(),
        slug: 'raw-1',
        name: 'Raw',
        catalogUrl: 'https://raw.test',
        contactEmail: 'help@raw.test',
      },
    });
    const updated = await tx.$executeRaw`UPDATE portals SET slug = 'raw-2' WHERE slug = 'raw-1'`;
    return { updated, seen: await namesOf(tx), outside: await namesOf(app.prisma) };
  };
  const failing = transaction(app, async (tx) => {
    expect(await work(tx)).toEqual({ updated: 1, seen: ['raw-2'], outside: [] });
    await tx.$executeRaw`SELECT 1 / 0`;
  });
  await expect(failing).rejects.toThrow('division by zero');
  expect(await namesOf(app.prisma)).toEqual([]);
  await transaction(app, work);
  expect(await namesOf(app.prisma)).toEqual(['raw-2']);
});

test('transactions at the same time have a connection each, from begin to end', async () => {
  const backends = await Promise.all(
    Array.from({ length: 4 }, () => transaction(app, async (tx) => [await backendOf(tx), await backendOf(tx)])),
  );
  for (const [first, second] of backends) expect(second).toBe(first);
  expect(new Set(backends.flat()).size).toBe(4);
});

test('a transaction within the time of another has a connection of its own', async () => {
  await transaction(app, async (outer) => {
    const inner = await transaction(app, backendOf);
    expect(inner).not.toBe(await backendOf(outer));
  });
});

test('after the end of a transaction its statements are refused: its connection may be in use by somebody else', async () => {
  const ended = await transaction(app, async (tx) => tx);
  await expect(backendOf(ended)).rejects.toThrow('The transaction has ended');
  await expect(ended.$executeRaw`DELETE FROM portals`).rejects.toThrow('The transaction has ended');
});

test('a transaction by hand is taken back whole, and its statements are refused after its end', async () => {
  const slugs = () => app.prisma.$queryRaw<{ slug: string }[]>`SELECT slug FROM portals WHERE slug LIKE 'hand%' ORDER BY slug`;
  const add = (tx: RawStatements, slug: string) =>
    tx.$executeRaw`
      INSERT INTO portals (id, slug, name, catalog_url, contact_email, updated_at)
      VALUES (gen_random_uuid(), ${slug}, 'Hand', 'https://hand.test', 'help@hand.test', now())`;
  const failing = app.prisma.$rawTransaction(async (tx) => {
    await add(tx, 'hand-1');
    await tx.$executeRaw`SELECT 1 / 0`;
  });
  await expect(failing).rejects.toThrow('division by zero');
  expect(await slugs()).toEqual([]);
  const ended = await app.prisma.$rawTransaction(async (tx) => {
    await add(tx, 'hand-2');
    return tx;
  });
  expect(await slugs()).toEqual([{ slug: 'hand-2' }]);
  await expect(add(ended, 'hand-3')).rejects.toThrow('The transaction has ended');
});

test('the connections are closed at the end, whether a statement needed a client of Prisma or not', async () => {
  const databaseUrl = await cloneDatabase();
  const connections = async () => {
    const name = databaseUrl.split('/').at(-1);
    const open = await query<{ count: number }>(
      inject('databaseUrl'),
      `SELECT count(*)::int FROM pg_stat_activity WHERE datname = '${name}'`,
    );
    return open[0]?.count;
  };
  const uses = [
    (prisma: Database) => prisma.$queryRaw`SELECT 1`,
    (prisma: Database) => prisma.portal.count(),
    (prisma: Database) => prisma.$transaction((tx) => tx.portal.count()),
  ];
  for (const use of uses) {
    const prisma = connectPrisma(databaseUrl, 2);
    await use(prisma);
    expect(await connections()).toBeGreaterThan(0);
    await prisma.$disconnect();
    await expect.poll(connections).toBe(0);
  }
});

test('values come as Prisma gives them', async () => {
  const moment = new Date('2026-02-03T04:05:06.789Z');
  const [row] = await app.prisma.$queryRaw<object[]>`
    SELECT ${moment}::timestamptz AS moment, 9007199254740993::bigint AS large, ${['a', 'b"']}::text[] AS texts,
      ${JSON.stringify({ a: [1] })}::jsonb AS json, ${null}::text AS nothing, ${true}::boolean AS yes, ${1.5}::float8 AS number`;
  expect(row).toEqual({
    moment,
    large: 9007199254740993n,
    texts: ['a', 'b"'],
    json: { a: [1] },
    nothing: null,
    yes: true,
    number: 1.5,
  });
});
