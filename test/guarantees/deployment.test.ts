// No Docker is needed where this runs: the files are read as data and compared with each other and with the code.
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../config.ts';
import { LITTLE_MEMORY } from '../../dev/little-memory.ts';
import { migrateQueue } from '../../doorbell/on-postgres.ts';
import { migrate } from '../../prisma/migrate.ts';
import { query } from '../kit/database.ts';
import { present } from '../kit/present.ts';

type Service = {
  image: string;
  command?: string[];
  ports?: string[];
  volumes?: string[];
  configs?: { source: string; target: string }[];
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  shm_size?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
};
type Compose = {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  configs: Record<string, { content: string }>;
};

const read = (file: string) => readFileSync(file, 'utf8');

/** Every variable that the code reads. */
const variables = matches(between(read('config.ts'), 'const variables = z.object({', '\n});'), /^ {2}([A-Z_]+):/gm);
const SECRET_KEY = randomBytes(32).toString('base64');

describe('.env.example', () => {
  const example = read('.env.example');

  test('names every variable once and no other, each under a line that explains it', () => {
    expect(variables).toContain('DATABASE_URL');
    expect(matches(example, /^#? ?([A-Z_]+)=/gm).toSorted()).toEqual(variables.toSorted());
    expect(matches(example, /^# (?![A-Z_]+=).+\n#? ?([A-Z_]+)=/gm).toSorted()).toEqual(variables.toSorted());
  });

  test('sets what has no default, but for the key, and shows the defaults', () => {
    const set = valuesIn(example, /^([A-Z_]+)=(.*)$/gm);
    const shown = valuesIn(example, /^# ([A-Z_]+)=(.*)$/gm);
    expect(() => readConfig(set)).toThrow(/\n {2}SECRET_KEY is not set$/);
    const { keys: _, ...config } = readConfig({ ...set, ...shown, SECRET_KEY });
    expect(readConfig({ ...set, SECRET_KEY })).toMatchObject(config);
  });
});

describe('docker-compose.yml', () => {
  const text = read('docker-compose.yml');
  const { services, volumes, configs }: Compose = parse(text, { merge: true });
  const environment = Object.fromEntries(
    Object.entries(services['server']?.environment ?? {}).map(([name, value]) => [
      name,
      interpolate(String(value), { SECRET_KEY }),
    ]),
  );

  test('gives server and worker every variable, but for the one that the image sets, and migrations the database alone', () => {
    expect(services['worker']?.environment).toEqual(services['server']?.environment);
    const { DATABASE_URL, DATABASE_DIRECT_URL } = services['server']?.environment ?? {};
    expect(services['migrate']?.environment).toEqual({ DATABASE_URL, DATABASE_DIRECT_URL });
    expect(Object.keys(environment).toSorted()).toEqual(variables.filter((name) => name !== 'NODE_ENV').toSorted());
  });

  test('passes on what is set, and leaves the rest to the defaults', () => {
    const { keys: _, ...standard } = readConfig({ ...only(environment, /_URL$|MAIL_FROM|MANAGEMENT_PORT/), SECRET_KEY });
    expect(readConfig(environment)).toMatchObject(standard);
    const operator = { SECRET_KEY, SESSION_TTL: '1h', PUBLIC_URL: 'https://api.example.com', LOG_LEVEL: 'warn' };
    const values = Object.entries(services['server']?.environment ?? {}).map(([name, value]) => [
      name,
      interpolate(String(value), operator),
    ]);
    expect(readConfig(Object.fromEntries(values))).toMatchObject({
      logLevel: 'warn',
      settings: { sessionTtl: 3_600_000, publicUrl: 'https://api.example.com' },
    });
    expect(() => interpolate(text, {})).toThrow('SECRET_KEY');
  });

  test('points at services that it starts, on the ports that they listen on', () => {
    const { databaseUrl, redisUrl = '', smtpUrls, port, management } = readConfig(environment);
    const { hostname, port: databasePort, username, password, pathname } = new URL(databaseUrl);
    expect([hostname, databasePort]).toEqual(['postgres', '5432']);
    const first = interpolate(present(configs['gatehouse.sql']?.content), {});
    expect(first).toContain(`CREATE ROLE ${username} LOGIN PASSWORD '${password}';`);
    expect(first).toContain(`CREATE DATABASE ${pathname.slice(1)} OWNER ${username};`);
    expect(new URL(redisUrl)).toMatchObject({ hostname: 'valkey', port: '6379' });
    expect(new URL(present(smtpUrls[0]))).toMatchObject({ hostname: 'mailpit', port: '1025' });
    const published = (set: Record<string, string>) => services['server']?.ports?.map((ports) => interpolate(ports, set));
    expect(published({})).toEqual([`${port}:${port}`]);
    // Several servers on one machine have a port each.
    expect(published({ SERVER_PORTS: '4000-4009' })).toEqual([`4000-4009:${port}`]);
    expect(services['server']?.healthcheck?.test.join(' ')).toContain(`http://localhost:${port}/readyz`);
    expect(services['server']?.healthcheck?.test.slice(0, 3)).toEqual(['CMD', 'node', '-e']);
    expect(() => new Function(present(services['server']?.healthcheck?.test[3]))).not.toThrow();
    expect(services['worker']?.ports).toBeUndefined();
    expect(services['worker']?.healthcheck?.test).toEqual(
      services['server']?.healthcheck?.test.map((part) => part.replace(`:${port}/`, `:${management?.port}/`)),
    );
  });

  test('makes a role that is no superuser, and that can migrate its database', async () => {
    expect(services['postgres']?.configs).toEqual([
      { source: 'gatehouse.sql', target: '/docker-entrypoint-initdb.d/gatehouse.sql' },
    ]);
    const name = `compose_${randomUUID().replaceAll('-', '')}`;
    const statements = interpolate(present(configs['gatehouse.sql']?.content), {}).replaceAll('gatehouse', name);
    for (const statement of statements.trim().split('\n')) await query(inject('databaseUrl'), statement);
    const url = Object.assign(new URL(inject('databaseUrl')), { username: name, password: name, pathname: `/${name}` }).href;
    expect(await query(url, 'SELECT usesuper FROM pg_user WHERE usename = current_user')).toEqual([{ usesuper: false }]);
    expect(await migrate(url, 'prisma')).not.toEqual([]);
    await migrateQueue(url);
    expect(await query(url, 'SELECT 1 FROM jobs')).toEqual([]);
  });

  test('keeps data, evicts nothing, and migrates before anything starts', () => {
    const volume = 'postgres:/var/lib/postgresql';
    expect(services['postgres']).toMatchObject({ image: 'postgres:18', shm_size: '256mb', volumes: [volume] });
    expect(services['valkey']?.image).toMatch(/^valkey\/valkey:\d/);
    expect(services['valkey']?.command?.join(' ')).toBe('valkey-server --appendonly yes --maxmemory-policy noeviction');
    expect(services['valkey']?.volumes).toEqual(['valkey:/data']);
    expect(Object.keys(volumes).toSorted()).toEqual(['postgres', 'valkey']);
    expect(services['server']?.depends_on?.['migrate']).toEqual({ condition: 'service_completed_successfully' });
    expect(services['worker']?.depends_on?.['migrate']).toEqual({ condition: 'service_completed_successfully' });
    expect(services['migrate']?.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    for (const { depends_on = {} } of Object.values(services))
      expect(Object.keys(services)).toEqual(expect.arrayContaining(Object.keys(depends_on)));
  });

  test('lets our processes write no file and gain no right, as the manifests for Kubernetes do', () => {
    const ours = Object.values(services).filter(({ image }) => image === 'gatehouse');
    expect(ours).toHaveLength(3);
    for (const service of ours) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    }
  });

  test('waits for the PostgreSQL that takes connections, not for the one that runs the first statements', () => {
    expect(services['postgres']?.healthcheck?.test).toContain('--host=localhost');
  });
});

test('.dockerignore leaves out what git leaves out, and secrets', () => {
  const lines = (file: string) => read(file).trim().split('\n');
  expect(lines('.dockerignore')).toEqual(expect.arrayContaining(['.git', ...lines('.gitignore')]));
  expect(lines('.gitignore')).toEqual(expect.arrayContaining(['.env', 'gatehouse.secrets']));
});

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile');
  const manifest: { devDependencies: Record<string, string> } = JSON.parse(read('package.json'));

  test('builds and runs on the Node that everything else runs on', () => {
    const [major] = present(manifest.devDependencies['node']).split('.');
    expect(matches(dockerfile, /^FROM (\S+)/gm)).toEqual([`node:${major}-slim`, `node:${major}-slim`]);
  });

  test('has the files that it names, and the processes that it and compose run', () => {
    for (const line of matches(dockerfile, /^COPY (?!--from)(.*) \S+$/gm)) {
      for (const file of line.split(' ')) expect(existsSync(file)).toBe(true);
    }
    const { services }: Compose = parse(read('docker-compose.yml'), { merge: true });
    const commands = [dockerfile, ...Object.values(services).map(({ command = [] }) => command.join(' '))].join('\n');
    const processes = [...new Set(matches(commands, /dist\/([\w-]+)\.js/g))];
    expect(processes.toSorted()).toEqual([
      'after-restore',
      'create-admin',
      'doctor',
      'migrate',
      'report-mail',
      'reset-second-factor',
      'server',
      'verify-audit-log',
      'worker',
    ]);
    for (const name of processes) expect(existsSync(`dist/${name}.js`)).toBe(true);
  });

  test('tells a process to use as little memory as under npm start', () => {
    const { flags, environment } = LITTLE_MEMORY;
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    expect(dockerfile).toContain(`ENV NODE_OPTIONS="${flags.join(' ')}" ${variables.join(' ')}`);
  });

  test('runs as nobody special, without development tools', () => {
    const final = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
    expect(final).toContain('npm install --omit=dev --omit=peer --ignore-scripts');
    expect(final).toMatch(/^USER node$/m);
    expect(final).toContain('ENV NODE_ENV=production');
  });
});

/** As compose does: `${NAME:-default}` and `${NAME:?message}`. */
function interpolate(text: string, given: Record<string, string>): string {
  return text.replaceAll(/\$\{([A-Z_]+):([-?])([^}]*)\}/g, (_, name, kind, rest) => {
    if (!given[name] && kind === '?') throw new Error(`${name}: ${rest}`);
    return given[name] || rest;
  });
}

function only(values: Record<string, string>, names: RegExp): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.test(name)));
}

function valuesIn(text: string, pattern: RegExp): Record<string, string> {
  return Object.fromEntries([...text.matchAll(pattern)].map(([, name = '', value = '']) => [name, value]));
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, group = '']) => group);
}

function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from) + from.length;
  return text.slice(start, text.indexOf(to, start));
}
