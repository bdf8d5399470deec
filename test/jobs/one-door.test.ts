import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const files = globSync('{commands,domain,doorbell,schema,server,worker}/**/*.ts').map((file) => ({
  file,
  text: readFileSync(file, 'utf8'),
}));
const filesWith = (pattern: RegExp) => files.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
const outside = (found: string[]) => found.filter((file) => !file.startsWith('domain/jobs/'));

test('one statement writes new jobs, and only domain/jobs changes or removes them', () => {
  expect(filesWith(/INSERT INTO jobs\b/)).toEqual(['domain/jobs/add-job.ts']);
  expect(outside(filesWith(/\.job\.(create|update|upsert|delete)/))).toEqual([]);
  expect(outside(filesWith(/DELETE FROM jobs\b/))).toEqual([]);
});

test('a statement elsewhere that turns a job into that of a mail takes name and payload from the typed door', () => {
  const turning = outside(filesWith(/UPDATE jobs\b/)).toSorted();
  expect(turning).toEqual([
    'domain/admins/answer-admin.ts',
    'domain/admins/answer-unlinked-admin.ts',
    'domain/developers/answer-at-portal.ts',
  ]);
  for (const { text } of files.filter(({ file }) => turning.includes(file))) {
    expect(text).toMatch(/\$\{jobColumns\('/);
    expect(text).not.toMatch(/jsonb_build_object\('(?!name', name, 'payload', payload\))/);
  }
});
