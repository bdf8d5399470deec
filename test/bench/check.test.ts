import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { againstFloor, value } from '../../bench/kit/line.ts';

type Result = { ratio: number; spread: number; better: 'higher' | 'lower' };

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-check-'));
const me = (ratio: number, spread: number): Result => ({ ratio, spread, better: 'higher' });
const wait = (ratio: number): Result => ({ ratio, spread: 0, better: 'lower' });

/** As an operator runs it, with stored results. */
function check(now: Record<string, Result>, base: Record<string, Result>, flag = '--check') {
  const [results, committed] = [join(folder, 'results.json'), join(folder, 'base.json')];
  writeFileSync(results, JSON.stringify(now));
  writeFileSync(committed, JSON.stringify(base));
  const args = ['--import', 'tsx', 'bench/main.ts', flag, '--results', results, '--base', committed];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, stderr };
}

test('the ratio is the median of the rounds, and the spread is their difference as a share of it', () => {
  const pairs = [
    { ours: 40, floor: 100 },
    { ours: 50, floor: 100 },
    { ours: 30, floor: 50 },
  ];
  const line = againstFloor('me', '/s', pairs, { atLeast: 0.5 });
  expect(line).toMatchObject({ ours: 40, floor: 100, ratio: 0.5 });
  expect(line.spread).toBeCloseTo(0.4);
});

test('a line without a floor has no ratio', () => {
  expect(value('RSS', ' MB', [120])).toEqual({ what: 'RSS', unit: ' MB', ours: 120 });
});

test('--check names the ratio that fell by more than 10 % and more than the spread', () => {
  const { status, stderr } = check({ me: me(0.44, 0.02), flow: me(0.5, 0.02) }, { me: me(0.5, 0.05), flow: me(0.5, 0.05) });
  expect(stderr).toBe('FAILED me: the ratio is 0.44 (spread 2 %), and was 0.50 (spread 5 %)\n');
  expect(status).toBe(1);
});

test.each([
  ['it fell by less than 10 %', { me: me(0.46, 0) }, { me: me(0.5, 0) }],
  ['it fell by less than the spread of this run', { me: me(0.4, 0.25) }, { me: me(0.5, 0.05) }],
  ['it fell by less than the spread of the base', { me: me(0.4, 0.05) }, { me: me(0.5, 0.25) }],
  ['it rose', { me: me(0.9, 0) }, { me: me(0.5, 0) }],
  ['a latency became shorter', { wait: wait(0.5) }, { wait: wait(1) }],
  ['the base does not have it', { me: me(0.1, 0) }, {}],
  ['it was not measured', {}, { me: me(0.5, 0) }],
])('--check passes a ratio if %s', (_, now, base) => {
  expect(check(now, base)).toEqual({ status: 0, stderr: '' });
});

test('--check fails if a latency became longer', () => {
  expect(check({ wait: wait(1.2) }, { wait: wait(1) }).status).toBe(1);
});

test('--quick fails only under half of the base', () => {
  expect(check({ me: me(0.26, 0) }, { me: me(0.5, 0) }, '--quick').status).toBe(0);
  expect(check({ me: me(0.24, 0.9) }, { me: me(0.5, 0) }, '--quick').status).toBe(1);
});
