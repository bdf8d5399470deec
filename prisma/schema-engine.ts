import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';

/** Leaves no table and no enum out of what the engine looks at. */
export const everything = { externalTables: [], externalEnums: [] };

/**
 * Prisma's migration engine as WebAssembly, the same that `prisma migrate deploy` downloads as a binary.
 * @param databaseUrl a PostgreSQL address; only `applyMigrations` connects to it
 * @param schema the text of the data model that the engine is made for
 */
export async function loadSchemaEngine(databaseUrl: string, schema: string): Promise<SchemaEngine> {
  const file = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')).replace(/js$/, 'wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file), { './schema_engine_bg.js': { ...engine } });
  engine.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start } = instance.exports;
  if (typeof __wbindgen_start === 'function') __wbindgen_start();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: databaseUrl, max: 1 }));
  return await engine.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter);
}
