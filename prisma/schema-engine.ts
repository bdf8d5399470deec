import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Pool } from 'pg';
import { readDatabaseUrl } from './database-url.ts';
import { openPool } from './open-pool.ts';

const require = createRequire(import.meta.url);

// The engine arms a timer of 10 s for its advisory lock and never clears it: no reason to keep a process alive.
const unreferenced = (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds).unref();
const imports = Object.fromEntries(
  Object.entries(wasm).map(([name, value]) => [name, name.startsWith('__wbg_setTimeout_') ? unreferenced : value]),
);

/** Runs a script that the engine wants to run. */
type RunScript = (pool: Pool, script: string) => Promise<unknown>;

/** As Prisma's own programs do, in one transaction: the adapter would cut functions at their semicolons. */
const asItIs: RunScript = (pool, script) => pool.query(script);

class WholeScripts extends PrismaPg {
  run: RunScript;
  constructor(pool: Pool, schema: string, run: RunScript) {
    super(pool, { schema });
    this.run = run;
  }
  override async connect(): Promise<Awaited<ReturnType<PrismaPg['connect']>>> {
    const adapter = await super.connect();
    const executeScript = async (script: string) => void (await this.run(adapter.underlyingDriver(), script));
    return Object.assign(adapter, { executeScript });
  }
}

/** Leaves no table and no enum out of what the engine looks at. */
export const everything = { externalTables: [], externalEnums: [] };

/**
 * Runs `work` with Prisma's migration engine as WebAssembly, the same that `prisma migrate deploy` downloads as a binary.
 * @param databaseUrl a PostgreSQL address
 * @param schema the text of the data model that the engine is made for
 * @param before is called with the one connection, before the engine is
 * @param run runs each script
 */
export async function withSchemaEngine<Result>(
  databaseUrl: string,
  schema: string,
  work: (engine: SchemaEngine) => Promise<Result>,
  before: (pool: Pool) => Promise<void> = async () => undefined,
  run: RunScript = asItIs,
): Promise<Result> {
  engineLoaded ??= loadEngine();
  await engineLoaded;
  const pool = openPool(databaseUrl, { name: 'migrate', max: 1, needsSession: true });
  try {
    const place = readDatabaseUrl(databaseUrl).schema;
    await ensureSchema(pool, place);
    await before(pool);
    const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool, place, run));
    using engine = await wasm.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter);
    return await work(engine);
  } finally {
    await pool.end();
  }
}

let engineLoaded: Promise<void> | undefined;

/** Once a process: what is left of an earlier instance would write into the memory of the next one. */
async function loadEngine(): Promise<void> {
  const file = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/js$/, 'wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file), { './schema_engine_bg.js': imports });
  wasm.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start } = instance.exports;
  if (typeof __wbindgen_start === 'function') __wbindgen_start();
}

async function ensureSchema(pool: Pool, name: string): Promise<void> {
  // Look first: a user who cannot create a schema is refused even if it exists.
  const { rowCount } = await pool.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [name]);
  if (!rowCount) await pool.query(`CREATE SCHEMA IF NOT EXISTS "${name.replaceAll('"', '""')}"`);
}
