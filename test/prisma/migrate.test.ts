import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { migrate } from '../../prisma/migrate.ts';
import { query } from '../kit/database.ts';

test('one process can migrate one database after another', async () => {
  for (const _ of ['first', 'second', 'third']) {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await query(inject('databaseUrl'), `CREATE DATABASE ${name}`);
    const url = inject('databaseUrl').replace(/gatehouse$/, name);
    expect(await migrate(url, 'prisma')).not.toEqual([]);
    expect(await migrate(url, 'prisma')).toEqual([]);
  }
});
