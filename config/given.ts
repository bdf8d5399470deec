import { closeSync, openSync, readSync } from 'node:fs';
import { Refusal } from './refuse.ts';

/** Variables that can hold a secret. For each, `<name>_FILE` can name a file with the value, as Docker and Kubernetes mount secrets. */
export const IN_FILES = [
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'DATABASE_REPLICA_URL',
  'REDIS_URL',
  'SMTP_URL',
  'SMTP_OAUTH_CLIENT_SECRET',
  'SMTP_OAUTH_REFRESH_TOKEN',
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'METRICS_TOKEN',
  'MAIL_BOUNCE_IMAP_URL',
  'POSTMARK_WEBHOOK_PASSWORD',
  'MAILGUN_WEBHOOK_SIGNING_KEY',
];

/**
 * Far more than any URL or key. A wrong path, such as that of a device, must not fill the memory.
 * @limit bytes: File that `<name>_FILE` names. Beyond: The process does not start.
 */
export const LONGEST_SECRET_FILE = 64 * 1024;

export type Given = {
  /** All that are set, those in files with their values, and without the `_FILE` ones. */
  variables: Record<string, string>;
  /** Why a file cannot be used, by the name of the variable that it stands for. A sentence that goes on after `<name>_FILE`. */
  faults: Map<string, string>;
};

/** Reads the variables, and the files that some of them name. An empty variable, as compose files often pass, counts as not set. */
export function readGiven(environment: Record<string, string | undefined>): Given {
  const set = Object.entries(environment).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const variables = Object.fromEntries(set);
  const faults = new Map<string, string>();
  for (const name of IN_FILES) {
    const path = variables[`${name}_FILE`];
    if (!path) continue;
    delete variables[`${name}_FILE`];
    try {
      if (variables[name]) throw new Refusal(`and ${name} are both set: set one of them`);
      variables[name] = readSecretFile(path);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      faults.set(name, error.message);
    }
  }
  return { variables, faults };
}

/** @throws Refusal, which tells nothing of what the file holds */
function readSecretFile(path: string): string {
  const bytes = readUpTo(path, LONGEST_SECRET_FILE + 1);
  if (bytes.length > LONGEST_SECRET_FILE) throw new Refusal(`names a file that is longer than ${LONGEST_SECRET_FILE} bytes`);
  // Editors and `echo` end the last line.
  const text = bytes.toString('utf8').replace(/[\r\n]+$/, '');
  if (!text.trim()) throw new Refusal('names a file that is empty');
  return text;
}

function readUpTo(path: string, most: number): Buffer {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(most);
      let length = 0;
      for (let read = 1; read > 0 && length < most; length += read) read = readSync(file, bytes, length, most - length, null);
      return bytes.subarray(0, length);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Refusal(`names a file that cannot be read (${code})`);
  }
}
