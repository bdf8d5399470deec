import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fileOf, namesIn, previousRelease } from '../kit/previous-release.ts';
import { readDataModel } from './lint/data-model.ts';
import { lintMigrations } from './lint/lint-migrations.ts';

/** The last one of 0.7.0. Until then an installation was stopped for an upgrade. */
const BASELINE = '20261201600000_statistics';

/** What the lint cannot read. `events-by-month.test.ts` runs these while others write. */
const TRIED = [
  '20261212100000_events_until: DO: this lint does not know what it locks',
  '20261212100200_events_by_month: DO: this lint does not know what it locks',
];

test('no migration stops those who write, or breaks the release before', async () => {
  const release = await previousRelease();
  const names = (await readdir('prisma/migrations', { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const migrations = await Promise.all(
    names
      .map(({ name }) => name)
      .sort()
      .map(async (name) => ({ name, sql: await readFile(`prisma/migrations/${name}/migration.sql`, 'utf8') })),
  );
  const dataModel = readDataModel(await fileOf(release, 'prisma/schema.prisma'));
  // If it read no data model, it would refuse nothing.
  expect(dataModel.get('developers')?.get('email_verified_at')).toEqual({ isOptional: true });
  const before = { dataModel, migrations: await namesIn(release, 'prisma/migrations') };
  expect(lintMigrations(migrations, BASELINE, before)).toEqual(TRIED);
  // It reads the older ones, too, and knows what it sees.
  expect(lintMigrations(migrations, '', before).length).toBeGreaterThan(20);
});

const before = {
  dataModel: readDataModel('model Person {\n  id String\n  fullName String? @map("full_name")\n  @@map("people")\n}\n'),
  migrations: [],
};
const lint = (...scripts: string[]) =>
  lintMigrations(
    scripts.map((sql, index) => ({ name: `2_${index}`, sql })),
    '1',
    before,
  );

const CHECK = 'ALTER TABLE people ADD CONSTRAINT named CHECK (age IS NOT NULL) NOT VALID;';

test.for([
  ['CREATE INDEX age_idx ON people (age);'],
  ['CREATE INDEX CONCURRENTLY age_idx ON people (age);'],
  ['CREATE INDEX CONCURRENTLY IF NOT EXISTS age_idx ON people (age); CREATE TABLE ages (id INT);'],
  ['ALTER TABLE people ADD COLUMN key UUID DEFAULT gen_random_uuid();'],
  ['ALTER TABLE people ADD COLUMN age INT NOT NULL;'],
  ['ALTER TABLE people ADD COLUMN age INT CHECK (age > 0);'],
  ['ALTER TABLE people ADD COLUMN age INT UNIQUE;'],
  ['ALTER TABLE people ADD COLUMN n BIGSERIAL;'],
  ['ALTER TABLE people ADD COLUMN n INT GENERATED ALWAYS AS IDENTITY;'],
  ['ALTER TABLE people ADD COLUMN n INT GENERATED ALWAYS AS (id + 1) STORED;'],
  ['ALTER TABLE people ALTER COLUMN id TYPE BIGINT;'],
  ['ALTER TABLE people ALTER COLUMN age SET NOT NULL;'],
  [CHECK, 'ALTER TABLE people ALTER COLUMN age SET NOT NULL;'],
  [`${CHECK} ALTER TABLE people VALIDATE CONSTRAINT named;`],
  ['ALTER TABLE people ADD CONSTRAINT named CHECK (age > 0);'],
  ['ALTER TABLE people ADD CONSTRAINT named FOREIGN KEY (age) REFERENCES ages (id);'],
  ['ALTER TABLE people ADD CONSTRAINT named UNIQUE (age);'],
  ['ALTER TABLE people ALTER COLUMN id DROP DEFAULT;'],
  ['ALTER TABLE people DROP COLUMN full_name;'],
  ['ALTER TABLE people RENAME COLUMN full_name TO name;'],
  ['ALTER TABLE people RENAME TO persons;'],
  ['ALTER TABLE people SET UNLOGGED;'],
  ['DROP TABLE people;'],
  ['UPDATE people SET age = 1;'],
  ['DELETE FROM people WHERE age = 1;'],
  ["ALTER TYPE kind RENAME VALUE 'A' TO 'B';"],
  ["SET lock_timeout = '1h';"],
  ['LOCK TABLE people;'],
  ['DO $$ BEGIN END $$;'],
  ['TRUNCATE people;'],
  ['COMMIT;'],
  ['ALTER TABLE portals ADD COLUMN age INT NOT NULL;'],
])('%j is refused, once', (scripts) => {
  expect(lint(...scripts)).toEqual([expect.stringMatching(/^2_\d: /)]);
});

test.for([
  ['CREATE INDEX CONCURRENTLY IF NOT EXISTS age_idx ON people (age);'],
  ['CREATE TABLE ages (id INT); CREATE INDEX ages_idx ON ages (id); ALTER TABLE ages ALTER COLUMN id SET NOT NULL;'],
  ["ALTER TABLE people ADD COLUMN age INT NOT NULL DEFAULT 1, ADD COLUMN names TEXT[] NOT NULL DEFAULT '{}'::TEXT[];"],
  ['ALTER TABLE people ADD COLUMN since TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP;'],
  ['ALTER TABLE people ADD COLUMN age INT REFERENCES ages (id);'],
  [CHECK, 'ALTER TABLE people VALIDATE CONSTRAINT named; ALTER TABLE people ALTER COLUMN age SET NOT NULL;'],
  [
    'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS age_idx ON people (age);',
    'ALTER TABLE people ADD CONSTRAINT named UNIQUE USING INDEX age_idx;',
  ],
  ['ALTER TABLE people ADD CONSTRAINT named FOREIGN KEY (age) REFERENCES ages (id) NOT VALID;'],
  ['ALTER TABLE people DROP COLUMN unknown_before;'],
  ['CREATE INDEX portals_idx ON portals (name); UPDATE portals SET name = name;'],
  ["ALTER TYPE kind ADD VALUE 'A';"],
])('%j is accepted', (scripts) => {
  expect(lint(...scripts)).toEqual([]);
});
