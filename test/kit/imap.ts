import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, link, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../dev/ports.ts';
import type { OnTestFinished } from './redis.ts';
import { removeFolder } from './remove-folder.ts';

export const hasDovecot = spawnSync('dovecot', ['--version']).status === 0;

export type Mailboxes = {
  /** With the user and the password. */
  url: string;
  /** Puts an email into the inbox, as a mail server does. */
  deliver: (raw: string) => Promise<void>;
  /** The same for an email that the mail server cannot give out. */
  deliverUnreadable: () => Promise<void>;
  /** Puts so many emails into the inbox that were read long ago. */
  fill: (count: number) => Promise<void>;
  /** From now on nobody can mark an email as read. */
  makeReadOnly: () => Promise<void>;
  /** How many emails are unread, and how many are read. */
  count: () => Promise<{ unread: number; read: number }>;
};

const START_MS = 20_000;
const PAUSE_MS = 20;

/**
 * Starts a Dovecot with one mailbox, as this user, or as nobody if this user is root.
 * @param tokenInfoUrl where it asks about a token, which stands at the end. Without it, only the password lets in.
 */
export async function startDovecot(onTestFinished: OnTestFinished, tokenInfoUrl?: string): Promise<Mailboxes> {
  const [folder, port] = await Promise.all([mkdtemp(join(tmpdir(), 'gatehouse-imap-')), freePort()]);
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? 'nobody' : userInfo().username;
  const [uid, gid] = isRoot ? [65_534, 65_534] : [userInfo().uid, userInfo().gid];
  const inbox = join(folder, 'mail');
  for (const name of [inbox, ...['cur', 'new', 'tmp'].map((part) => join(inbox, part)), join(folder, 'run')]) {
    await mkdir(name);
    await chown(name, uid, gid);
  }
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'users'), `bounces:{PLAIN}p/w d:${uid}:${gid}::${inbox}::\n`);
  const tokens = `tokeninfo_url = ${tokenInfoUrl}\nusername_attribute = email\n`;
  await writeFile(join(folder, 'tokens'), tokens);
  const config = [
    `base_dir = ${join(folder, 'run')}\nlog_path = ${join(folder, 'run', 'log')}\nprotocols = imap\nssl = no`,
    `default_internal_user = ${user}\ndefault_internal_group = ${isRoot ? 'nogroup' : ''}\ndefault_login_user = ${user}`,
    `mail_location = maildir:${inbox}\ndisable_plaintext_auth = no\nfirst_valid_uid = 1`,
    `passdb {\n driver = passwd-file\n args = ${join(folder, 'users')}\n}`,
    tokenInfoUrl
      ? `auth_mechanisms = xoauth2\npassdb {\n driver = oauth2\n mechanisms = xoauth2\n args = ${join(folder, 'tokens')}\n}`
      : '',
    `userdb {\n driver = passwd-file\n args = ${join(folder, 'users')}\n}`,
    `service imap-login {\n chroot =\n inet_listener imap {\n address = 127.0.0.1\n port = ${port}\n }\n inet_listener imaps {\n port = 0\n }\n}`,
    // Otherwise it makes those wait longer and longer who came with a wrong password.
    'auth_failure_delay = 0\nservice anvil {\n chroot =\n unix_listener anvil-auth-penalty {\n mode = 0\n }\n}\nservice stats {\n chroot =\n}',
  ].filter((line) => !line.includes('default_internal_group = \n'));
  await writeFile(join(folder, 'dovecot.conf'), `${config.join('\n')}\n`);
  const identity = isRoot ? { uid, gid } : {};
  const child = spawn('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'inherit', ...identity });
  onTestFinished(async () => {
    if (child.exitCode === null && child.kill()) await once(child, 'exit');
    for (const part of ['cur', 'new']) await chmod(join(inbox, part), 0o755);
    await removeFolder(folder);
  });
  await answers(port);
  let delivered = 0;
  const deliver = async (raw: string): Promise<string> => {
    const name = `${Date.now()}.${delivered++}.test`;
    await writeFile(join(inbox, 'tmp', name), raw);
    await chown(join(inbox, 'tmp', name), uid, gid);
    await writeFile(join(inbox, 'new', name), raw);
    await chown(join(inbox, 'new', name), uid, gid);
    await rm(join(inbox, 'tmp', name));
    return join(inbox, 'new', name);
  };
  return {
    url: `imap://bounces:${encodeURIComponent('p/w d')}@127.0.0.1:${port}`,
    deliver: async (raw) => void (await deliver(raw)),
    deliverUnreadable: async () => await chmod(await deliver('Subject: x\r\n\r\nx\r\n'), 0o000),
    fill: async (count) => {
      const [first, ...others] = Array.from({ length: count }, (_, at) => join(inbox, 'cur', `1.${at}.test:2,S`));
      if (first === undefined) return;
      await writeFile(first, 'Subject: x\r\n\r\nx\r\n');
      await chown(first, uid, gid);
      for (const other of others) await link(first, other);
    },
    makeReadOnly: async () => {
      for (const part of ['cur', 'new']) await chmod(join(inbox, part), 0o555);
    },
    count: async () => {
      const names = [...(await readdir(join(inbox, 'new'))), ...(await readdir(join(inbox, 'cur')))];
      const read = names.filter((name) => /:2,.*S/.test(name)).length;
      return { unread: names.length - read, read };
    },
  };
}

async function answers(port: number): Promise<void> {
  for (const until = Date.now() + START_MS; Date.now() < until; await setTimeout(PAUSE_MS)) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await new Promise<boolean>((resolve) => {
      socket
        .once('data', () => resolve(true))
        .once('error', () => resolve(false))
        .once('close', () => resolve(false));
    });
    socket.destroy();
    if (isThere) return;
  }
  throw new Error('Dovecot did not start.');
}
