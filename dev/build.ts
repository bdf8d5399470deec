import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

/** Programs of an installation, and what a developer's machine runs beside them. */
const PROGRAMS = ['server', 'worker', 'migrate', 'create-admin'].map((name) => ({ in: `entries/${name}.ts`, out: name }));
const DEVELOPMENT = [
  { in: 'entries/start.ts', out: 'start' },
  { in: 'dev/stop-with-parent.ts', out: 'stop-with-parent' },
];

/** Packages that read files of their own, which would not be beside a bundle; and dictionaries that few requests need. */
const NOT_BUNDLED = ['@node-rs/argon2', '@prisma/client', '@prisma/schema-engine-wasm', '@zxcvbn-ts/*', 'bullmq', 'pino'];

const COMMON = {
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
} as const;

await rm('dist', { recursive: true, force: true });
// One file for a hundred: a process is ready in half the time, and holds a quarter less memory.
await build({
  ...COMMON,
  entryPoints: PROGRAMS,
  minify: true,
  keepNames: true,
  external: NOT_BUNDLED,
  // CommonJS packages in a bundle of modules still call `require`.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
await build({ ...COMMON, entryPoints: DEVELOPMENT, packages: 'external' });
