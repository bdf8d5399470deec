import { readFile } from 'node:fs/promises';
import { parser } from '@prometheus-io/lezer-promql';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../dev/ports.ts';
import { numberEvents } from '../../domain/events/number-events.ts';
import { writeCheckpoint } from '../../domain/events/write-checkpoint.ts';
import { transaction } from '../../domain/transaction.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { scrape } from '../kit/metrics.ts';
import { logIn, registeredPerson, signUp } from '../kit/people.ts';

type Rule = {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook: string };
};
type Panel = { title: string; targets: { expr: string }[] };

const read = (file: string) => readFile(file, 'utf8');
const alerts: { groups: { rules: Rule[] }[] } = parse(await read('deploy/prometheus/alerts.yml'));
const rules = alerts.groups.flatMap(({ rules }) => rules);
const dashboard: { panels: Panel[] } = JSON.parse(await read('deploy/grafana/gatehouse.json'));
const expressions = [
  ...rules.map(({ expr }) => expr),
  ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
].map((expr) => expr.replaceAll('$__rate_interval', '1m'));

const ofServer = await freePort();
const gatehouse = await startInstallation({
  MANAGEMENT_PORT: String(ofServer),
  MAIL_BOUNCE_IMAP_URL: 'imap://bounces:word@127.0.0.1:1',
});

/** What Prometheus adds to each series, from its own configuration. */
const OF_PROMETHEUS = ['job', 'instance', 'le'];

/** The texts of all nodes of these kinds. */
function nodesIn(expr: string, kinds: string[]): string[] {
  const texts: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, from, to }) => {
      if (kinds.includes(name)) texts.push(expr.slice(from, to));
    },
  });
  return texts;
}

test('every expression of alerts and dashboard is PromQL', () => {
  expect(rules.length).toBe(19);
  expect(expressions.length).toBeGreaterThan(30);
  for (const expr of expressions) {
    let faults = 0;
    parser.parse(expr).iterate({
      enter: ({ type }) => {
        if (type.isError) faults++;
      },
    });
    expect([expr, faults]).toEqual([expr, 0]);
  }
});

test('every metric and label that they name is one that a running server or worker tells', async () => {
  const ofWorker = await freePort();
  await openDemoPortal(gatehouse);
  const { email } = await registeredPerson(gatehouse, 'ada@deploy.test');
  // What a worker does in its first minute.
  await numberEvents(gatehouse.app);
  await transaction(gatehouse.app, writeCheckpoint);
  await logIn(gatehouse, email);
  const stop = await gatehouse.startWorker({ MANAGEMENT_PORT: String(ofWorker) });
  // The worker's own, whatever the test has drained.
  await signUp(gatehouse, 'grace@deploy.test');
  await expect
    .poll(async () => (await scrape(ofWorker)).samples.map(({ name }) => name), { timeout: 60_000 })
    .toContain('gatehouse_job_duration_seconds_count');
  const scrapes = [await scrape(ofServer), await scrape(ofWorker)];
  await stop();
  const samples = scrapes.flatMap(({ samples }) => samples);
  const names = new Set([...samples.map(({ name }) => name), 'up']);
  const labels = new Set([...samples.flatMap((sample) => Object.keys(sample.labels)), ...OF_PROMETHEUS]);
  const namedMetrics = new Set(expressions.flatMap((expr) => nodesIn(expr, ['Identifier'])));
  const namedLabels = new Set(expressions.flatMap((expr) => nodesIn(expr, ['LabelName'])));
  expect(namedMetrics.size).toBeGreaterThan(20);
  expect([...namedMetrics].filter((name) => !names.has(name))).toEqual([]);
  expect([...namedLabels].filter((label) => !labels.has(label))).toEqual([]);
});

test('each alert says what people notice, and has its section in docs/operate.md', async () => {
  const operate = await read('docs/operate.md');
  for (const { alert, for: wait, labels, annotations } of rules) {
    expect(wait).toMatch(/^\d+[mh]$/);
    expect(['critical', 'warning', 'info']).toContain(labels.severity);
    expect([annotations.summary, annotations.description].every((text) => text.endsWith('.'))).toBe(true);
    expect(annotations.runbook).toBe(`docs/operate.md#${alert.toLowerCase()}`);
    expect(operate).toContain(`\n## ${alert}\n`);
  }
  const sections = [...operate.matchAll(/^## (Gatehouse\w+)$/gm)].map(([, name]) => name);
  expect(sections.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
});

test('the example of a configuration has the rules, and targets that the alerts ask for', async () => {
  const config: { rule_files: string[]; scrape_configs: { job_name: string }[] } = parse(
    await read('deploy/prometheus/prometheus.yml'),
  );
  expect(config.rule_files).toEqual(['alerts.yml']);
  expect(config.scrape_configs.map(({ job_name }) => job_name)).toEqual(['gatehouse-server', 'gatehouse-worker']);
});
