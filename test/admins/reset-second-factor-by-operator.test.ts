import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { adminBearer, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { lastMailTo, subjectsTo } from '../kit/people.ts';
import { adminWithTotp } from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

async function run(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'commands/reset-second-factor.ts', ...args], {
    env: { ...process.env, DATABASE_URL: gatehouse.databaseUrl },
  });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('exit', resolve)),
  ]);
  return { out, err, code };
}

test('R120: the command resets the factors of an admin; this admin and all OWNERs are told, and the log says who did it', async () => {
  const email = 'alone@factors.test';
  const { token } = await adminWithTotp(gatehouse, email, 'OWNER');
  expect(await run('--email', 'Alone@Factors.test')).toEqual({
    out: `${email} has no second factor any more. All sessions of this admin have ended.\n`,
    err: '',
    code: 0,
  });
  expect(await whichAdminAmI(gatehouse, { token })).toBeNull();
  expect(await adminBearer(gatehouse, email)).toHaveLength(43);
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email)).toContain('Your second factors were reset: Gatehouse');
  expect(lastMailTo(gatehouse, ADMIN.email).text).toContain('An operator, on the command line, removed');
  const [event] = await gatehouse.sql("SELECT actor_kind, data FROM events WHERE type = 'second-factor.reset'");
  expect(event).toEqual({ actor_kind: 'OPERATOR', data: { factors: 1 } });
});

test('it says what it cannot do, and fails', async () => {
  const [nobody, none, noEmail, unknown] = await Promise.all([
    run('--email', 'nobody@factors.test'),
    run('--email', ADMIN.email),
    run(),
    run('--email', ADMIN.email, '--force'),
  ]);
  expect([nobody.code, none.code, noEmail.code, unknown.code]).toEqual([1, 1, 1, 1]);
  expect([nobody.err, none.err]).toEqual(['There is no such admin.\n', 'There is no such second factor.\n']);
  for (const { err } of [noEmail, unknown]) expect(err).toContain('npm run admin:reset-second-factor -- --email');
});
