import { mkdir } from 'node:fs/promises';
import { MailDev } from 'maildev';
import { takePort } from './ports.ts';

const MAILS = '.gatehouse/mails';
/** Beyond this number, the oldest mails are removed. */
const MOST_MAILS = 1_000;
const HOST = '127.0.0.1';

export type EmbeddedInbox = { smtpUrl: string; pageUrl: string; stop: () => Promise<void> };

/** The mail server delivers nothing. Mails stay after a restart. */
export async function startInbox(): Promise<EmbeddedInbox> {
  const smtp = await takePort(1025, 'SMTP');
  const web = await takePort(1080, 'the inbox');
  // The mails have links that grant access, so only this user may read them.
  await mkdir(MAILS, { recursive: true, mode: 0o700 });
  const inbox = new MailDev({ smtp, web, ip: HOST, webIp: HOST, mailDirectory: MAILS, maxEmails: MOST_MAILS, silent: true });
  await quietly(() => inbox.start());
  return { smtpUrl: `smtp://${HOST}:${smtp}`, pageUrl: `http://localhost:${web}`, stop: () => inbox.stop() };
}

/** Without this, it announces itself even with `silent`. */
async function quietly(act: () => Promise<unknown>): Promise<void> {
  const { info } = console;
  console.info = () => undefined;
  try {
    await act();
  } finally {
    console.info = info;
  }
}
