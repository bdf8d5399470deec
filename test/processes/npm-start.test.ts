import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { DevelopersDocument, MySsoIdentitiesDocument, SsoChoicesDocument } from '../generated/operations.ts';
import { adminLogIn, decide } from '../kit/admins.ts';
import { postGraphql } from '../kit/graphql.ts';
import type { Site } from '../kit/mutate.ts';
import { succeed } from '../kit/mutate.ts';
import { bearer, logIn, setPassword, signUp, verifyEmail, whoAmI } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { PATIENCE, type Process, startProcess } from '../kit/processes.ts';
import { removeFolder } from '../kit/remove-folder.ts';
import { openBrowser } from '../kit/web-browser.ts';

const LONGEST_STOP_MS = 10_000;

/** A clone with all that `npm start` and `npm run reset` run. */
const folder = await mkdtemp(join(tmpdir(), 'gatehouse-clone-'));
for (const part of ['dist', 'dev', 'prisma', 'server/graphiql/operations', 'web/dist', 'package.json']) {
  await cp(part, join(folder, part), { recursive: true });
}
await symlink(resolve('node_modules'), join(folder, 'node_modules'));

let last: Process | undefined;
/** It is printed once. */
let firstPassword: string | undefined;
afterAll(async () => {
  await last?.kill();
  await run('dev/reset.ts');
  await removeFolder(folder);
});

test('brings up everything that a newcomer needs, and Ctrl-C leaves nothing behind', async () => {
  const process = await start();
  const { admins, graphiql, inbox, portal, german, password, site } = shownBy(process);
  firstPassword = password;
  expect((await fetch(portal)).headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await (await fetch(admins)).text()).toContain('<title>Gatehouse</title>');
  expect(await (await fetch(graphiql, { headers: { accept: 'text/html' } })).text()).toContain('GraphiQL');

  await signUp(site, 'ada@example.test');
  const { passwordToken } = await succeed(verifyEmail(site, await mailedToken(inbox, 'ada@example.test')), 'passwordToken');
  await setPassword(site, passwordToken);
  const { token: admin } = await succeed(
    adminLogIn(site, { email: 'admin@example.com', password: present(password) }),
    'token',
  );
  const { data } = await site.graphql(DevelopersDocument, { filter: { status: ['PENDING'] } }, { token: admin });
  await decide(site, 'approve', [present(data.developers?.edges[0]?.node.id)], admin);
  const token = await bearer(site, 'ada@example.test');
  expect(await whoAmI(site, { token })).toBe('ada@example.test');

  const { data: other } = await site.graphql(
    '{ portal(slug: "nordlicht") { locales { default offered } branding { font logoUrl } } }',
  );
  expect(other).toEqual({
    portal: {
      locales: { default: 'de', offered: ['de'] },
      branding: { font: 'SERIF', logoUrl: expect.stringMatching(/^http.*\.png$/) },
    },
  });
  expect((await fetch(german)).status).toBe(200);
  await signUp(site, 'grete@example.test', { portal: 'nordlicht' });
  expect(await mailedToken(inbox, 'grete@example.test')).toBeTruthy();
  expect((await mailTo(inbox, 'grete@example.test'))?.subject).toBe('Bestätigen Sie Ihre E-Mail-Adresse für Nordlicht');

  expect(process.output.join('\n')).toContain('Grace Hopper comes in at once, Alan Turing by a mail');
  expect(await comeInAs('grace', site)).toEqual({ email: 'grace@example.com', groups: ['engineering', 'admirals'] });
  expect(await comeInAs('alan', site)).toBeNull();
  expect(await mailedToken(inbox, 'alan@example.org')).toBeTruthy();

  expect(await run('dist/start.js')).toMatchObject({ code: 1, output: [expect.stringContaining('in this folder already')] });
  expect(await run('dev/reset.ts')).toMatchObject({ code: 1, output: [expect.stringContaining('then reset')] });

  const everyone = familyOf(process.pid);
  expect(everyone.length).toBeGreaterThan(3);
  const askedAt = Date.now();
  process.signal('SIGINT');
  expect(await process.ended).toEqual({ code: 0, signal: null });
  expect(Date.now() - askedAt).toBeLessThan(LONGEST_STOP_MS);
  expect(everyone.filter(isAlive)).toEqual([]);
});

test('the commands that the README shows give the answers that it shows', async () => {
  const process = await start();
  const { graphiql, inbox } = shownBy(process);
  const [, commands = ''] =
    (await readFile('README.md', 'utf8')).match(/^## The flow, with curl[\s\S]*?```sh\n([\s\S]*?)```/m) ?? [];
  const here = commands
    .replaceAll('localhost:4000', new URL(graphiql).host)
    .replaceAll('localhost:1080', new URL(inbox).host)
    .replace('paste it here', present(firstPassword));
  const { stdout } = spawnSync('bash', ['-c', here], { cwd: folder, encoding: 'utf8', timeout: 30_000 });
  const shown = [...commands.matchAll(/^# (\{.*\})$/gm)].map(([, answer = '']) => JSON.parse(answer));
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(shown);
  process.signal('SIGINT');
  await process.ended;
});

test('keeps the accounts, and what a kill -9 leaves is no hindrance to the next start', async () => {
  const killed = await start();
  const { password, site } = shownBy(killed);
  expect(password).toBeUndefined();
  expect(await logIn(site, 'ada@example.test')).toMatchObject({ __typename: 'LogInSuccess' });
  const left = familyOf(killed.pid);
  await killed.kill();

  const { hostname, port } = new URL(shownBy(killed).provider);
  const squatter = createServer().listen(Number(port), hostname);
  await once(squatter, 'listening');
  const next = await start();
  squatter.close();
  const { provider, site: siteAgain } = shownBy(next);
  expect(await logIn(siteAgain, 'ada@example.test')).toMatchObject({ __typename: 'LogInSuccess' });
  // The provider has another port, and the people are the same.
  expect(new URL(provider).port).not.toBe(port);
  expect(await comeInAs('grace', siteAgain)).toMatchObject({ email: 'grace@example.com' });
  await vi.waitFor(() => expect(left.filter(isAlive)).toEqual([]), PATIENCE);
});

test('when a child dies the others stop, and the reason is the last thing on the screen', async () => {
  const process = last ?? (await start());
  const everyone = familyOf(process.pid);
  const worker = everyone.find((pid) => commandOf(pid).includes('worker.js'));
  if (!worker) return expect.fail('no worker runs');
  globalThis.process.kill(worker, 'SIGKILL');
  expect(await process.ended).toEqual({ code: 1, signal: null });
  expect(process.output.at(-1)).toBe('The worker ended (signal SIGKILL).');
  expect(everyone.filter(isAlive)).toEqual([]);
});

test('with hosts that the operator allows there is no provider to try', async () => {
  last = startProcess('dist/start.js', { SSO_ALLOWED_PRIVATE_HOSTS: 'idp.internal' }, folder);
  await last.says('Ctrl-C stops everything');
  expect(last.output.join('\n')).toContain('nothing to try here');
  last.signal('SIGINT');
  expect(await last.ended).toEqual({ code: 0, signal: null });
});

test('npm run reset forgets all of it', async () => {
  expect(await run('dev/reset.ts')).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, '.gatehouse'))).toBe(false);
});

async function start(): Promise<Process> {
  last = startProcess('dist/start.js', {}, folder);
  await last.says('Ctrl-C stops everything');
  return last;
}

async function run(file: string) {
  const { ended, output } = startProcess(file, {}, folder);
  return { ...(await ended), output };
}

/** What the table on the screen says. */
function shownBy({ output }: Process) {
  const text = output.join('\n');
  const address = (label: string) => present(text.match(new RegExp(`${label} +(http\\S+)`))?.[1]);
  const graphiql = address('GraphiQL');
  const site: Site = { graphql: (...request) => postGraphql(new URL(graphiql).origin, ...request) };
  const provider = present(text.match(/Demo ID, at (\S+)/)?.[1]);
  const password = text.match(/password: (?!http)(\S+)/)?.[1];
  const [portal, german] = [address('Portal'), address('German')];
  return { admins: address('Admins'), graphiql, inbox: address('Inbox'), portal, german, provider, password, site };
}

async function mailedToken(inbox: string, email: string): Promise<string> {
  return await vi.waitUntil(async () => (await mailTo(inbox, email))?.text.match(/\?token=([\w-]+)/)?.[1], PATIENCE);
}

async function mailTo(inbox: string, email: string) {
  const mails: { to: { address: string }[]; subject: string; text: string }[] = await (
    await fetch(`${inbox}/api/email`)
  ).json();
  return mails.find(({ to }) => to[0]?.address === email);
}

/** Goes through the provider as one of the people there. @returns who is logged in at the portal then */
async function comeInAs(account: string, { graphql }: Site) {
  const { data: found } = await graphql(SsoChoicesDocument, { portal: 'demo' });
  const browser = openBrowser();
  const { url } = await browser.follow(present(found.portal?.ssoConnections[0]?.startUrl));
  const form = { method: 'POST', body: new URLSearchParams({ account }) };
  const { location } = await browser.visit(url, form);
  await browser.follow(present(location));
  const cookie = browser.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const { data } = await graphql(MySsoIdentitiesDocument, { portal: 'demo' }, { cookie });
  return data.me && { email: data.me.email, groups: data.me.ssoIdentities[0]?.groups };
}

/** A process and all that it started, and those in turn. */
function familyOf(pid: number): number[] {
  const lines = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout.trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const childrenOf = (parent: number): number[] => pairs.flatMap(([child = 0, of]) => (of === parent ? familyIn(child) : []));
  const familyIn = (member: number): number[] => [member, ...childrenOf(member)];
  return familyIn(pid);
}

const commandOf = (pid: number): string => spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
