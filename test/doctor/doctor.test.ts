import { expect, test, vi } from 'vitest';
import { examine } from '../../commands/doctor/examine.ts';
import { runCheck } from '../../commands/doctor/run-checks.ts';
import { openPool } from '../../prisma/open-pool.ts';
import { present } from '../kit/present.ts';
import { found, startPatient } from './patient.ts';

const patient = startPatient();

test('a sound database, and a queue in it, are ok; what is missing beside it is told', async () => {
  const worker = openPool(present(patient.environment['DATABASE_URL']), { name: 'worker', max: 1 });
  await worker.query('SELECT 1');
  const all = await examine(patient.environment, {}, () => undefined);
  await worker.end();
  const by = (result: string) => all.filter((told) => told.result === result).map(({ check }) => check);
  expect(by('ok')).toEqual([
    'Node',
    'environment',
    'database',
    'database version',
    'migrations',
    'primary',
    'pooler',
    'clock',
    'writes',
    'search index',
    'connections',
    'locks',
    'slow statements',
    'idle transactions',
    'dead rows',
    'worker',
    'due jobs',
    'limits of emails',
    'running jobs',
    'retries',
    'failed jobs',
    'kinds of jobs',
    'SECRET_KEY',
    'identity providers',
    'sending domains',
    'hosts of portals',
    'audit log',
    'queue',
    'mail server',
  ]);
  // The PostgreSQL of the tests does not flush, and nobody answers at the address.
  expect(by('FAULT')).toEqual(['answer at PUBLIC_URL']);
  expect(by('warning').filter((name) => name !== 'sender domain')).toEqual([
    'public address',
    'sender',
    'secrets',
    'durability',
  ]);
});

test('wrong variables are all told, and nothing else is looked at', async () => {
  const all = await examine({ ...patient.environment, SMTP_URL: 'mail', PORT: 'http', SECRET_KEY: '' }, {}, () => undefined);
  expect(all.map(({ check, result }) => [check, result])).toEqual([
    ['Node', 'ok'],
    ['environment', 'FAULT'],
    ['environment', 'FAULT'],
    ['environment', 'FAULT'],
  ]);
  expect(all.map(({ said }) => said.split(' ')[0]).slice(1)).toEqual(['SMTP_URL', 'PORT', 'SECRET_KEY']);
});

test('--send sends one email, and nothing else does', async () => {
  const before = patient.inbox.mails.length;
  await examine(patient.environment, {}, () => undefined);
  expect(patient.inbox.mails).toHaveLength(before);
  const all = await examine(patient.environment, { sendTo: 'ada@example.test' }, () => undefined);
  expect(all.find(({ check }) => check === 'test email')).toMatchObject({ result: 'ok' });
  expect(patient.inbox.mails.slice(before)).toMatchObject([
    { recipients: ['ada@example.test'], subject: 'A test of Gatehouse' },
  ]);
});

test('a check that hangs or throws is a fault, and says no secret', async () => {
  const installation = {} as Parameters<typeof runCheck>[1];
  const hung = await runCheck({ name: 'x', look: () => new Promise(() => undefined) }, installation, 50);
  expect(hung).toMatchObject({ result: 'FAULT', said: 'no answer within 0.05 s' });
  const thrown = await runCheck(
    { name: 'x', look: () => Promise.reject(new Error('at https://user:secret-word@db')) },
    installation,
  );
  expect(thrown).toMatchObject({ result: 'FAULT', said: 'at <address>' });
});

test('a clock that is an hour ahead', async ({ onTestFinished }) => {
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  const [clock] = await found(patient, {}, 'clock');
  expect(clock).toMatchObject({
    result: 'warning',
    said: expect.stringMatching(/^this machine is 3(599|600)\.\d s ahead of PostgreSQL$/),
  });
});
