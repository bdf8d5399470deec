import { mkdir } from 'node:fs/promises';
import { MailDev } from 'maildev';
import { takePort } from './ports.ts';

const MAILS = '.gatehouse/mails';
/** The oldest go first. */
const MOST_MAILS = 1_000;
const HOST = '127.0.0.1';

export type EmbeddedInbox = { smtpUrl: string; pageUrl: string; stop: () => Promise<void> };

/** Starts a mail server that delivers nothing, and a page that shows what it took. Mails are kept from start to start. */
export async function startInbox(): Promise<EmbeddedInbox> {
  const smtp = await takePort(1025, 'SMTP');
  const web = await takePort(1080, 'the inbox');
  // Its mails carry links that grant access: for the eyes of this user.
  await mkdir(MAILS, { recursive: true, mode: 0o700 });
  const inbox = new MailDev({ smtp, web, ip: HOST, webIp: HOST, mailDirectory: MAILS, maxEmails: MOST_MAILS, silent: true });
  await quietly(() => inbox.start());
  return { smtpUrl: `smtp://${HOST}:${smtp}`, pageUrl: `http://localhost:${web}`, stop: () => inbox.stop() };
}

/** It announces itself, `silent` or not. */
async function quietly(act: () => Promise<unknown>): Promise<void> {
  const { info } = console;
  console.info = () => undefined;
  try {
    await act();
  } finally {
    console.info = info;
  }
}
