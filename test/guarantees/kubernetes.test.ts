// There is no cluster where this runs: the manifests are rendered by kubectl, and checked against the types and schemas of Kubernetes' API.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Deployment, IDeployment } from 'kubernetes-models/apps/v1';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../config.ts';
import { LONGEST_STOP_MS } from '../../run-until-stopped.ts';
import { hasKubectl, kustomize, type Manifest } from '../kit/kubectl.ts';
import { present } from '../kit/present.ts';

const run = promisify(execFile);

const FOLDER = 'deploy/kubernetes';
const OVERLAYS = ['small', 'autoscaled'] as const;
const COMPILING_MS = 120_000;

const read = (file: string) => readFileSync(file, 'utf8');
const known = [...read('.env.example').matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name = '']) => name);
const given: Record<string, string> = Object.fromEntries(
  [...read(`${FOLDER}/base/gatehouse.env`).matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
);
/** As docs/kubernetes.md says what the Secret has to hold. */
const SECRETS = {
  DATABASE_URL: 'postgresql://gatehouse:secret@db.example.com/gatehouse?sslmode=verify-full',
  SMTP_URL: 'smtps://user:password@smtp.example.com',
  MAIL_FROM: 'no-reply@example.com',
  SECRET_KEY: randomBytes(32).toString('base64'),
  PUBLIC_URL: 'https://accounts.example.com',
};

/** docs/kubernetes.md says how to make it. */
const AUTHORITIES = { name: 'authorities', secret: { secretName: 'gatehouse-authorities', optional: true } };

type Container = NonNullable<NonNullable<NonNullable<IDeployment['spec']>['template']['spec']>['containers']>[number];
type Workload = Manifest & {
  metadata: { labels: Record<string, string> };
  spec: {
    replicas?: number;
    selector?: { matchLabels: Record<string, string> };
    template: { metadata: { labels: Record<string, string> }; spec: { [name: string]: unknown; containers: Container[] } };
  };
};

const isWorkload = (manifest: Manifest): manifest is Workload => ['Deployment', 'Job'].includes(manifest.kind);

describe.runIf(hasKubectl || process.env['CI'])('deploy/kubernetes', () => {
  const rendered = {} as Record<(typeof OVERLAYS)[number], Manifest[]>;
  const workloads = () => rendered.small.filter(isWorkload);
  const find = (manifests: Manifest[], kind: string, name: string) =>
    present(manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name));

  beforeAll(async () => {
    for (const overlay of OVERLAYS) rendered[overlay] = await kustomize(`${FOLDER}/overlays/${overlay}`);
  });

  test.for(OVERLAYS)('the overlay %s passes the schemas of the API', async (overlay) => {
    for (const { apiVersion, kind, ...rest } of rendered[overlay]) {
      const models: Record<string, new (data: object) => Deployment> = await import(`kubernetes-models/${apiVersion}`);
      const Model = present(models[kind], `${apiVersion} ${kind}`);
      expect(() => new Model(rest).validate()).not.toThrow();
    }
  });

  // A schema accepts a field that it does not know, and the API server drops it.
  test('no field has a name that the API does not know', { timeout: COMPILING_MS }, async () => {
    const folder = 'test/generated/kubernetes';
    const typed = (manifests: Manifest[]) =>
      manifests.map(({ apiVersion, kind, ...rest }, at) => [
        `import { ${kind} as Kind${at} } from 'kubernetes-models/${apiVersion}';`,
        `new Kind${at}(${JSON.stringify(rest)});`,
      ]);
    const check = async (manifests: Manifest[]) => {
      await mkdir(folder, { recursive: true });
      const lines = typed(manifests);
      const text = [...lines.map(([first]) => first), ...lines.map(([, second]) => second)].join('\n');
      await writeFile(`${folder}/manifests.ts`, text);
      const options = [
        '--noEmit',
        '--skipLibCheck',
        '--target',
        'esnext',
        '--module',
        'nodenext',
        '--strict',
        '--ignoreConfig',
      ];
      const { stdout } = await run('npx', ['tsc', ...options, `${folder}/manifests.ts`]).catch((error) => error);
      await rm(folder, { recursive: true });
      return stdout;
    };
    expect(await check([...rendered.small, ...rendered.autoscaled])).toBe('');
    const server = JSON.stringify(find(rendered.small, 'Deployment', 'server'));
    expect(await check([JSON.parse(server.replace('readinessProbe', 'readynessProbe'))])).toContain(
      `'"readynessProbe"' does not exist`,
    );
  });

  test('every variable is one of .env.example, the process takes them, and the Secret holds those without a default', () => {
    expect(known).toEqual(expect.arrayContaining(Object.keys(given)));
    const map = present(rendered.small.find(({ kind }) => kind === 'ConfigMap')) as Manifest & { data: object };
    expect(map.data).toEqual(given);
    const config = readConfig({ ...given, ...SECRETS });
    expect(config.typos).toEqual([]);
    expect(config.stopDelay).toBe(5_000);
    for (const name of ['DATABASE_URL', 'SMTP_URL', 'MAIL_FROM', 'SECRET_KEY'] as const) {
      const { [name]: _, ...rest } = SECRETS;
      expect(() => readConfig({ ...given, ...rest })).toThrow(`${name} is not set`);
    }
    const docs = read('docs/kubernetes.md');
    for (const name of Object.keys(SECRETS)) expect(docs).toContain(`${name}=`);
    for (const [, name = ''] of docs.matchAll(/^ *([A-Z_]+)=/gm)) expect(known).toContain(name);
    const migrate = present(workloads().find(({ kind }) => kind === 'Job')).spec.template.spec.containers[0];
    expect(migrate?.env?.map(({ name, valueFrom }) => [name, valueFrom?.secretKeyRef?.key])).toEqual([
      ['DATABASE_URL', 'DATABASE_URL'],
      ['DATABASE_DIRECT_URL', 'DATABASE_DIRECT_URL'],
    ]);
  });

  test('each pod runs a process that exists, as nobody special, on a disk that cannot be written', () => {
    expect(workloads().map(({ metadata }) => metadata.name)).toEqual(['server', 'worker', 'migrate']);
    for (const { metadata, spec } of workloads()) {
      const { containers, ...pod } = spec.template.spec;
      const container = present(containers[0]);
      expect(container.command).toEqual(['node', `dist/${metadata.name}.js`]);
      expect(existsSync(`dist/${metadata.name}.js`)).toBe(true);
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        volumes: [AUTHORITIES],
      });
      expect(container.volumeMounts).toEqual([
        { name: AUTHORITIES.name, mountPath: '/etc/gatehouse/authorities', readOnly: true },
      ]);
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources).toMatchObject({ requests: expect.anything(), limits: { memory: expect.anything() } });
    }
  });

  test('ports, probes and the time to stop are those of the processes', () => {
    const { port, management } = readConfig({ ...given, ...SECRETS });
    for (const { kind, spec, metadata } of workloads()) {
      if (kind !== 'Deployment') continue;
      const pod = spec.template.spec;
      const { ports, startupProbe, readinessProbe, livenessProbe } = present(pod.containers[0]);
      const named = Object.fromEntries((ports ?? []).map(({ name, containerPort }) => [name, containerPort]));
      expect(named).toEqual({ management: management?.port, ...(metadata.name === 'server' && { http: port }) });
      const probed = [startupProbe, readinessProbe, livenessProbe].map((probe) => probe?.httpGet);
      expect(probed).toEqual(['/healthz', '/readyz', '/healthz'].map((path) => ({ path, port: 'management' })));
      expect(Number(pod['terminationGracePeriodSeconds'])).toBeGreaterThan(LONGEST_STOP_MS / 1_000);
      expect(spec.selector?.matchLabels).toEqual(spec.template.metadata.labels);
    }
    for (const [name, allowed] of [
      ['server', port],
      ['metrics', management?.port],
    ] as const) {
      const policy = find(rendered.small, 'NetworkPolicy', name) as Manifest & {
        spec: { ingress: { ports: { port: number }[] }[] };
      };
      expect(policy.spec.ingress.flatMap(({ ports }) => ports.map((of) => of.port))).toEqual([allowed]);
    }
  });

  test('autoscalers and budgets mean deployments that exist, and workers follow a metric that exists', async () => {
    const deployments = workloads().filter(({ kind }) => kind === 'Deployment');
    for (const { metadata, spec } of deployments) {
      const budget = find(rendered.autoscaled, 'PodDisruptionBudget', metadata.name) as Manifest & { spec: object };
      expect(budget.spec).toMatchObject({ maxUnavailable: 1, selector: spec.selector });
      const scaler = find(rendered.autoscaled, 'HorizontalPodAutoscaler', metadata.name) as Manifest & { spec: object };
      expect(scaler.spec).toMatchObject({ scaleTargetRef: { kind: 'Deployment', name: metadata.name } });
      expect(find(rendered.autoscaled, 'Deployment', metadata.name)).not.toHaveProperty('spec.replicas');
      expect(spec.replicas).toBe(1);
    }
    const adapter = parse(read(`${FOLDER}/overlays/autoscaled/adapter.yaml`));
    const [rule] = adapter.rules.external;
    expect(find(rendered.autoscaled, 'HorizontalPodAutoscaler', 'worker')).toHaveProperty(
      'spec.metrics.0.external.metric.name',
      rule.name.as,
    );
    expect(rule.seriesQuery).toBe(`{__name__="${rule.name.as}",namespace!=""}`);
    // Otherwise another installation's queue would count, too.
    expect(rule.resources).toEqual({ overrides: { namespace: { resource: 'namespace' } } });
    expect(rule.metricsQuery).toContain('<<.LabelMatchers>>');
    expect(read('metrics/from-database.ts')).toContain(`'${rule.name.as}'`);
  });
});
