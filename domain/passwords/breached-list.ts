import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Of each hash. By chance, one password in two million begins like one of the list. */
export const KEPT_BYTES = 5;

/** `dev/make-breached-list.ts` writes it; the build copies it beside the bundle. */
const FILE = new URL('breached-passwords.bin', import.meta.url);

/** The hash of a password in lower case, as far as the list has it. */
export const keyOf = (password: string): number => hash('sha256', password.toLowerCase(), 'buffer').readUIntBE(0, KEPT_BYTES);

let list: Promise<Buffer> | undefined;

/** Whether a password is among the million that leaked most often, in lower or upper case. */
export async function isOnBreachedList(password: string): Promise<boolean> {
  // Read late, because most processes take no new password.
  list ??= readFile(FILE).catch((error: unknown) => {
    list = undefined;
    throw error;
  });
  return isIn(await list, keyOf(password));
}

function isIn(keys: Buffer, key: number): boolean {
  let [from, to] = [0, keys.length / KEPT_BYTES];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const found = keys.readUIntBE(middle * KEPT_BYTES, KEPT_BYTES);
    if (found === key) return true;
    if (found < key) from = middle + 1;
    else to = middle;
  }
  return false;
}
