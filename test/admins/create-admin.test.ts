import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { adminLogIn, adminsSeenBy, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();

/** Runs `npm run admin:create` with a password on its standard input. */
async function createAdmin(args: string[], password = '', environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'commands/create-admin.ts', ...args], {
    env: { ...process.env, DATABASE_URL: gatehouse.databaseUrl, ...environment },
  });
  child.stdin.end(password);
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('exit', resolve)),
  ]);
  return { out, err, code };
}

test('the command makes an OWNER, by a password of ones own or a random one that is printed once', async () => {
  const [own, random] = await Promise.all([
    createAdmin(['--email', 'Own@Admins.test'], 'otters drift past the lamp\n'),
    createAdmin(['--email', 'random@admins.test']),
  ]);
  expect(own).toEqual({ out: 'Created own@admins.test.\n', err: '', code: 0 });
  expect([random.code, random.err]).toEqual([0, '']);
  const password = present(random.out.match(/with the password (\S{24}) /)?.[1]);
  for (const input of [
    { email: 'own@admins.test', password: 'otters drift past the lamp' },
    { email: 'random@admins.test', password },
  ]) {
    const { token } = await succeed(adminLogIn(gatehouse, input), 'token');
    expect(await whichAdminAmI(gatehouse, { token })).toBe(input.email);
  }
});

test('R18, R30: it refuses weak passwords, no addresses and admins that there are, says why, and fails', async () => {
  const [weak, taken, noAddress, noEmail] = await Promise.all([
    createAdmin(['--email', 'weak@admins.test'], 'admin\n'),
    createAdmin(['--email', 'owner@gatehouse.test'], 'otters drift past the lamp'),
    createAdmin(['--email', 'Admin <a@admins.test>'], 'otters drift past the lamp'),
    createAdmin([]),
  ]);
  expect([weak.code, taken.code, noAddress.code, noEmail.code]).toEqual([1, 1, 1, 1]);
  expect(weak.err).toContain('at least 15 characters');
  expect(taken.err).toContain('There is already an admin with this email address.');
  expect(noAddress.err).toContain('not an email address');
  expect(noEmail.err).toContain('npm run admin:create -- --email');
  for (const { err } of [weak, taken, noAddress, noEmail]) expect(err).not.toMatch(/ {4}at |node_modules|lamp/);
  expect(await gatehouse.sql('SELECT 1 FROM admins')).toHaveLength(3);
});

test('arguments that it does not know are answered with the usage', async () => {
  for (const args of [
    ['--mail', 'you@admins.test'],
    ['you@admins.test'],
    ['--email'],
    ['--email', 'you@admins.test', '--force'],
  ]) {
    const { code, err } = await createAdmin(args);
    expect([args, code, err.split('\n')[0]]).toEqual([
      args,
      1,
      'Usage, with DATABASE_URL set: npm run admin:create -- --email you@example.com [--role OWNER|APPROVER|VIEWER] [--portal SLUG]',
    ]);
    expect(err).not.toMatch(/ {4}at |node_modules/);
  }
  expect(await gatehouse.sql("SELECT 1 FROM admins WHERE email = 'you@admins.test'")).toEqual([]);
});

test('a role and a portal can be named', async () => {
  const token = await openDemoPortal(gatehouse);
  const password = 'otters drift past the lamp';
  const [approver, wrongRole, noPortal, noValue] = await Promise.all([
    createAdmin(['--email', 'approver@admins.test', '--role', 'APPROVER', '--portal', 'demo'], password),
    createAdmin(['--email', 'x@admins.test', '--role', 'KING'], password),
    createAdmin(['--email', 'x@admins.test', '--portal', 'nowhere'], password),
    createAdmin(['--email', 'x@admins.test', '--role'], password),
  ]);
  expect(approver).toMatchObject({ err: '', code: 0 });
  expect((await adminsSeenBy(gatehouse, token))['approver@admins.test']).toEqual(['APPROVER demo']);
  expect([wrongRole.code, noPortal.code, noValue.code]).toEqual([1, 1, 1]);
  expect(wrongRole.err).toMatch(/^role: /);
  expect(noPortal.err).toContain('There is no such portal.');
  expect(noValue.err).toContain('Usage');
});

test('R18, R69: it refuses breached passwords, and says so if it could not look a password up', async () => {
  const away = { BREACHED_PASSWORDS_URL: 'http://localhost:9' };
  const [listed, lookedUp, wrong] = await Promise.all([
    createAdmin(['--email', 'listed@admins.test'], 'stairwaytoheaven'),
    createAdmin(['--email', 'away@admins.test'], 'otters drift past the lamp', away),
    createAdmin(['--email', 'wrong@admins.test'], 'otters drift past the lamp', { BREACHED_PASSWORDS_URL: 'pwned' }),
  ]);
  expect([listed.code, lookedUp.code, wrong.code]).toEqual([1, 0, 1]);
  expect(listed.err).toContain('was in a data breach');
  expect(lookedUp.err).toContain('was not looked up among breached ones, because the lookup failed (UNREACHABLE)');
  expect(wrong.err).toBe('BREACHED_PASSWORDS_URL must start with http:// or https://\n');
});
