import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Pool } from 'pg';

const require = createRequire(import.meta.url);

// The engine arms a timer of 10 s for its advisory lock and never clears it: no reason to keep a process alive.
const unreferenced = (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds).unref();
const imports = Object.fromEntries(
  Object.entries(wasm).map(([name, value]) => [name, name.startsWith('__wbg_setTimeout_') ? unreferenced : value]),
);

/** Leaves no table and no enum out of what the engine looks at. */
export const everything = { externalTables: [], externalEnums: [] };

/**
 * Runs `work` with Prisma's migration engine as WebAssembly, the same that `prisma migrate deploy` downloads as a binary.
 * @param databaseUrl a PostgreSQL address
 * @param schema the text of the data model that the engine is made for
 */
export async function withSchemaEngine<Result>(
  databaseUrl: string,
  schema: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const file = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/js$/, 'wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file), { './schema_engine_bg.js': imports });
  wasm.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start } = instance.exports;
  if (typeof __wbindgen_start === 'function') __wbindgen_start();

  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
    using engine = await wasm.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter);
    return await work(engine);
  } finally {
    await pool.end();
  }
}
