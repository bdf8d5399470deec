import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const FILES = ['server', 'worker', 'migrate', 'create-admin', 'start'];

/** What a built file says where `process.versions.node` is another one. */
async function saidOn(version: string, file: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-'));
  const pretend = join(folder, 'pretend.mjs');
  const versions = JSON.stringify({ ...process.versions, node: version });
  await writeFile(pretend, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
  const environment = { PATH: process.env['PATH'], DATABASE_URL: 'mysql://x', SMTP_URL: 'x' };
  return await run(process.execPath, ['--import', pretend, `dist/${file}.js`], { env: environment }).then(
    () => '',
    ({ code, stderr }: { code: number; stderr: string }) => `${code} ${stderr}`,
  );
}

test.each(FILES)('N2: dist/%s.js says in one sentence that this Node is too old', async (file) => {
  for (const version of ['18.20.8', '20.20.2', '22.21.0', '24.15.0']) {
    expect(await saidOn(version, file)).toBe(`1 Gatehouse needs Node 24.16 or newer, and this is Node ${version}.\n`);
  }
});

test.each(['server', 'worker'])('N2: dist/%s.js takes every newer one', async (file) => {
  for (const version of ['24.16.0', '25.0.0'])
    expect(await saidOn(version, file)).toMatch(/^1 These variables are missing or wrong/);
});

test.each(FILES)(
  'N2: dist/%s.js imports nothing before it has looked, since an old Node could not even link it',
  async (file) => {
    const built = await readFile(`dist/${file}.js`, 'utf8');
    const imported = [...built.matchAll(/^(?:import|\} from) ?"(\.\/[^"]+)"|from "(\.?[^"]+)"/gm)].map(
      ([, a, b]) => a ?? b ?? '',
    );
    for (const chunk of imported) expect(await readFile(join('dist', chunk), 'utf8')).not.toMatch(/^(import|\} from) /m);
    expect(imported.every((name) => name.startsWith('./'))).toBe(true);
  },
);
