import { copyFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { COMMIT_DIGITS, commit, version } from '../version.ts';

/** The programs of an installation, and the scripts of a development machine. */
const PROGRAMS = [
  ...['server', 'worker', 'migrate', 'after-restore', 'create-admin', 'reset-second-factor', 'verify-audit-log', 'doctor'],
].map((name) => ({ in: `entries/${name}.ts`, out: name }));
const DEVELOPMENT = [
  { in: 'entries/start.ts', out: 'start' },
  { in: 'dev/stop-with-parent.ts', out: 'stop-with-parent' },
];

/** These packages read their own files, which a bundle does not have. Few requests need the dictionaries. */
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

/** For an image, which is built without git. */
const givenCommit = process.env['GIT_COMMIT']
  ?.match(/^[0-9a-f]{7,64}$/i)?.[0]
  .slice(0, COMMIT_DIGITS)
  .toLowerCase();
const BUILT = { BUILT_VERSION: JSON.stringify(version), BUILT_COMMIT: JSON.stringify(givenCommit ?? commit) };

await rm('dist', { recursive: true, force: true });
// With one file instead of a hundred, a process starts in half the time and holds a quarter less memory.
await build({
  ...COMMON,
  entryPoints: PROGRAMS,
  // Names stay, because errors are logged by theirs. `keepNames` would keep them too, but costs a fourth of the time of a request.
  minifySyntax: true,
  minifyWhitespace: true,
  // Without it React comes twice, once for development. Our own code reads the environment as it is at the start.
  define: { 'process.env.NODE_ENV': '"production"', ...BUILT },
  external: NOT_BUNDLED,
  // CommonJS packages in a module bundle still call `require`.
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
});
await build({ ...COMMON, entryPoints: DEVELOPMENT, packages: 'external', define: BUILT });
await copyFile('domain/passwords/breached-passwords.bin', 'dist/breached-passwords.bin');
