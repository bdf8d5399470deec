import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../dev/ports.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { signUp } from '../kit/people.ts';
import { prepareSite } from '../kit/processes.ts';
import { type Expected, hasPrometheus, type RuleTest, startPrometheus, testRules } from '../kit/prometheus.ts';
import { ALERT_CASES } from './alert-cases.ts';

const RULES = 'deploy/prometheus/alerts.yml';
const names: string[] = parse(await readFile(RULES, 'utf8')).groups[0].rules.map(({ alert }: { alert: string }) => alert);

const seriesOf = (series: Record<string, string>) => Object.entries(series).map(([name, values]) => ({ series: name, values }));

/** Whether any alert of this name fires then. */
const firing = (alert: string, at: string, isFiring: boolean): Expected => ({
  expr: `count(ALERTS{alertname="${alert}",alertstate="firing"})`,
  eval_time: at,
  exp_samples: isFiring ? [{ labels: '{}', value: 1 }] : [],
});

test.runIf(hasPrometheus)('each alert fires when it should, not before, and not for what comes near', async () => {
  expect(Object.keys(ALERT_CASES)).toEqual(names);
  const tests = Object.entries(ALERT_CASES).flatMap(([alert, { fires, firesToo, quietUntil, firesAt, near }]): RuleTest[] => [
    ...[fires, firesToo ?? fires].map((series) => ({
      name: alert,
      interval: '15s',
      input_series: seriesOf(series),
      promql_expr_test: [firing(alert, quietUntil, false), firing(alert, firesAt, true)],
    })),
    {
      name: `near ${alert}`,
      interval: '15s',
      input_series: seriesOf(near),
      promql_expr_test: [quietUntil, firesAt].map((at) => firing(alert, at, false)),
    },
  ]);
  expect(await testRules(RULES, tests)).toEqual({ code: 0, output: expect.stringContaining('SUCCESS') });
});

test.runIf(hasPrometheus)(
  'a real Prometheus scrapes server and worker, and tells when the mail server or a process is away',
  async () => {
    const site = await prepareSite('PostgreSQL', onTestFinished);
    const [ofServer, ofWorker] = [await freePort(), await freePort()];
    const server = await site.startServer({ MANAGEMENT_PORT: String(ofServer) });
    await site.startWorker({ MANAGEMENT_PORT: String(ofWorker) });
    const targets = { 'gatehouse-server': `localhost:${ofServer}`, 'gatehouse-worker': `localhost:${ofWorker}` };
    const { alerts, isUp } = await startPrometheus(RULES, targets, onTestFinished);
    const patience = { timeout: 60_000, interval: 200 };
    await expect.poll(isUp, patience).toEqual(['gatehouse-server', 'gatehouse-worker']);
    const told = async () =>
      (await alerts())
        .filter(({ state }) => state === 'firing')
        .map(({ labels }) => `${labels.alertname} ${labels.job ?? ''}`.trim());

    await openDemoPortal(site);
    await site.inbox.stop();
    await signUp(site, 'ada@alerts.test');
    await expect.poll(told, patience).toContain('GatehouseMailServerAway');
    expect(await told()).not.toContain('GatehouseDown gatehouse-server');
    await server.kill();
    await expect.poll(told, patience).toContain('GatehouseDown gatehouse-server');
  },
);
