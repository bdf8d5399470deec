import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { IN_FILES, LONGEST_SECRET_FILE, readGiven } from '../../config/given.ts';
import { InvalidEnvironment, readConfig } from '../../config.ts';

const SECRET = 'postgresql://gatehouse:secret-word@db/gatehouse';
const rest = { SMTP_URL: 'smtp://mail:25', SECRET_KEY: randomBytes(32).toString('base64'), MAIL_FROM: 'a@gatehouse.test' };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-given-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(folder, randomBytes(8).toString('hex'));
  await writeFile(path, content);
  return path;
}

/** What is said of an environment; fails where nothing is. */
function complaint(environment: Record<string, string>): string[] {
  try {
    readConfig({ ...rest, ...environment });
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    return error.message.split('\n').slice(1);
  }
  return expect.fail('nothing was wrong with it');
}

test.each(IN_FILES)('%s can stand in a file, without the line breaks at its end', async (name) => {
  for (const end of ['', '\n', '\r\n', '\n\n']) {
    const { variables, faults } = readGiven({ [`${name}_FILE`]: await fileOf(`${SECRET}${end}`), PORT: '' });
    expect([variables, faults.size]).toEqual([{ [name]: SECRET }, 0]);
  }
});

test('the environment is what the files say', async () => {
  const key = randomBytes(32).toString('base64');
  const { SECRET_KEY: _, ...others } = rest;
  const inFiles = { DATABASE_URL_FILE: await fileOf(`${SECRET}\n`), SECRET_KEY_FILE: await fileOf(key), DATABASE_URL: '' };
  const config = readConfig({ ...others, ...inFiles });
  expect(config.databaseUrl).toBe(SECRET);
  expect(config.keys.seals[0].equals(readConfig({ ...others, DATABASE_URL: SECRET, SECRET_KEY: key }).keys.seals[0])).toBe(
    true,
  );
});

test('what is wrong with a file is told by the name of its variable, and nothing of what it holds', async () => {
  const both = { DATABASE_URL: SECRET, DATABASE_URL_FILE: await fileOf(SECRET) };
  expect(complaint(both)).toEqual(['  DATABASE_URL_FILE and DATABASE_URL are both set: set one of them']);
  const missing = { DATABASE_URL_FILE: join(folder, 'nothing') };
  expect(complaint(missing)).toEqual(['  DATABASE_URL_FILE names a file that cannot be read (ENOENT)']);
  expect(complaint({ DATABASE_URL_FILE: folder })).toEqual(['  DATABASE_URL_FILE names a file that cannot be read (EISDIR)']);
  for (const nothing of ['', '\n', ' \r\n']) {
    const empty = { DATABASE_URL_FILE: await fileOf(nothing) };
    expect(complaint(empty)).toEqual(['  DATABASE_URL_FILE names a file that is empty']);
  }
  const others = { DATABASE_URL_FILE: await fileOf('mysql://u:secret-word@db'), PORT: 'http' };
  expect(complaint(others)).toEqual([
    '  DATABASE_URL must start with postgresql:// or postgres://',
    expect.stringMatching(/^ {2}PORT must be a port/),
  ]);
});

test('a file is read up to its bound, whatever it is', async () => {
  const padding = 'a'.repeat(LONGEST_SECRET_FILE - SECRET.length - 1);
  const longest = readGiven({ DATABASE_URL_FILE: await fileOf(`${SECRET}/${padding}`) });
  expect(longest.variables['DATABASE_URL']).toHaveLength(LONGEST_SECRET_FILE);
  const tooLong = ['  DATABASE_URL_FILE names a file that is longer than 65536 bytes'];
  expect(complaint({ DATABASE_URL_FILE: await fileOf(`${SECRET}/${padding}a`) })).toEqual(tooLong);
  expect(complaint({ DATABASE_URL_FILE: '/dev/zero' })).toEqual(tooLong);
});
