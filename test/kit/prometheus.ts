import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { freePort } from '../../dev/ports.ts';
import type { OnTestFinished } from './redis.ts';
import { removeFolder } from './remove-folder.ts';

const has = (program: string) => spawnSync(program, ['--version']).status === 0;
export const hasPrometheus = has('prometheus') && has('promtool');

const run = promisify(execFile);

/** One expression at one time, and what it comes to. An empty list is no series. */
export type Expected = { expr: string; eval_time: string; exp_samples: { labels: string; value: number }[] };
export type RuleTest = {
  name: string;
  interval: string;
  input_series: { series: string; values: string }[];
  promql_expr_test: Expected[];
};

/** Runs what `promtool test rules` takes. @returns what it wrote, and its exit code */
export async function testRules(rules: string, tests: RuleTest[]): Promise<{ code: number; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'rules-'));
  try {
    const file = join(folder, 'tests.yml');
    await writeFile(file, stringify({ rule_files: [resolve(rules)], evaluation_interval: '15s', tests }));
    const { stdout, stderr } = await run('promtool', ['test', 'rules', file]);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = Object(error);
    return { code, output: `${stdout}${stderr}` };
  } finally {
    await removeFolder(folder);
  }
}

export type Alert = {
  labels: { alertname: string; job?: string };
  state: 'pending' | 'firing';
  annotations: { summary: string };
};

/**
 * Starts a Prometheus of its own, which ends with the test.
 * @param rules a file of rules. Their waits are made 1 second here.
 * @param targets the address of each process, by the name of its job
 */
export async function startPrometheus(
  rules: string,
  targets: Record<string, string>,
  onTestFinished: OnTestFinished,
): Promise<{ alerts: () => Promise<Alert[]>; isUp: () => Promise<string[]> }> {
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const address = `localhost:${await freePort()}`;
  await writeFile(join(folder, 'alerts.yml'), (await readFile(rules, 'utf8')).replaceAll(/^( +for:) .*$/gm, '$1 1s'));
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: ['alerts.yml'],
    scrape_configs: Object.entries(targets).map(([job_name, target]) => ({
      job_name,
      static_configs: [{ targets: [target] }],
    })),
  };
  await writeFile(join(folder, 'prometheus.yml'), stringify(config));
  const prometheus = spawn(
    'prometheus',
    [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=${address}`],
    { stdio: 'ignore' },
  );
  onTestFinished(async () => {
    const ended = new Promise((done) => prometheus.once('exit', done));
    prometheus.kill();
    await ended;
    await removeFolder(folder);
  });
  const get = async <Data>(path: string): Promise<Data | null> => {
    const response = await fetch(`http://${address}/api/v1/${path}`).catch(() => null);
    return response?.ok ? (await response.json()).data : null;
  };
  return {
    alerts: async () => (await get<{ alerts: Alert[] }>('alerts'))?.alerts ?? [],
    isUp: async () => {
      const found = await get<{ result: { metric: { job: string } }[] }>('query?query=up==1');
      return (found?.result ?? []).map(({ metric }) => metric.job).toSorted();
    },
  };
}
