import { hash } from 'node:crypto';

/** @limit Time of a lookup of a new password among breached ones. Beyond: The password is accepted without it. */
export const MOST_MS = 1_500;
/** @limit bytes: Answer to such a lookup. Beyond: The password is accepted without it. */
export const MOST_BYTES = 512 * 1024;

const PREFIX_LENGTH = 5;
const LINE = /^[\dA-F]{35}:\d+$/i;

/** Why a lookup told nothing. */
type LookupFailure = 'MALFORMED' | 'STATUS' | 'TIMEOUT' | 'TOO_LARGE' | 'UNREACHABLE';

export type BreachService = {
  /** Whether the password was in a data breach. A service that does not answer knows no password. */
  knows: (password: string) => Promise<boolean>;
  /** @returns how many lookups failed, by cause, and counts from zero */
  takeFailures: () => Partial<Record<LookupFailure, number>>;
};

class Failure extends Error {
  readonly kind: LookupFailure;
  constructor(kind: LookupFailure) {
    super(kind);
    this.kind = kind;
  }
}

/** Asks a service with the API of Pwned Passwords. It learns 5 of the 40 digits of the SHA-1. Without a `url` nobody is asked. */
export function openBreachService(url: string | undefined): BreachService {
  let failures: ReturnType<BreachService['takeFailures']> = {};
  return {
    knows: async (password) => {
      if (url === undefined) return false;
      const digits = hash('sha1', password).toUpperCase();
      try {
        const answer = await ask(`${url}/range/${digits.slice(0, PREFIX_LENGTH)}`);
        return isCounted(answer, digits.slice(PREFIX_LENGTH));
      } catch (error) {
        const kind = kindOf(error);
        failures[kind] = (failures[kind] ?? 0) + 1;
        return false;
      }
    },
    takeFailures: () => {
      const taken = failures;
      failures = {};
      return taken;
    },
  };
}

async function ask(url: string): Promise<string> {
  const headers = { 'add-padding': 'true', 'user-agent': 'Gatehouse' };
  const answer = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(MOST_MS) });
  if (answer.status !== 200) {
    await answer.body?.cancel();
    throw new Failure('STATUS');
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.byteLength;
    if (size > MOST_BYTES) throw new Failure('TOO_LARGE');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** Padding has a count of 0. */
function isCounted(answer: string, suffix: string): boolean {
  const lines = answer.split(/\r?\n/).filter((line) => line !== '');
  if (lines.length === 0 || !lines.every((line) => LINE.test(line))) throw new Failure('MALFORMED');
  const found = lines.find((line) => line.toUpperCase().startsWith(`${suffix}:`));
  return found !== undefined && Number(found.slice(suffix.length + 1)) > 0;
}

function kindOf(error: unknown): LookupFailure {
  if (error instanceof Failure) return error.kind;
  return error instanceof Error && error.name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE';
}
