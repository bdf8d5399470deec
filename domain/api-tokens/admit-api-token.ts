import type { App } from '../app.ts';
import { TooManyAttempts } from '../errors.ts';
import { countCredentialAct, refuseKnownClient } from '../throttles/count-credential-act.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { isWellFormed } from './api-token-format.ts';
import { type FoundApiToken, findApiToken } from './find-api-token.ts';

/** @limit tokens: API tokens that one process remembers as real. Beyond: All are forgotten; the next use of each is looked up as usual. */
export const MOST_KNOWN = 1_000;

const NONE: FoundApiToken = { caller: null, ended: null };

/**
 * The token of a request. CLIENT_LIMIT counts tokens that never were there. A client with too many of them can still use tokens that
 * worked in this process, so that nobody shuts out others behind the same IP address.
 */
export async function admitApiToken(app: App, text: string, ip: string, isUse: boolean): Promise<FoundApiToken> {
  if (!isWellFormed(text)) return NONE;
  const { knownTokens } = app.throttles;
  try {
    const hash = hashSecret(text);
    const name = hash.toString('base64url');
    if (!knownTokens.has(name)) refuseKnownClient(app, ip, 'token');
    const found = await findApiToken(app, hash, isUse);
    if (found.caller) remember(knownTokens, name);
    else if (!found.ended) await countCredentialAct(app, ip, 'token');
    return found;
  } catch (error) {
    if (error instanceof TooManyAttempts) return NONE;
    throw error;
  }
}

function remember(known: Set<string>, name: string): void {
  if (known.size >= MOST_KNOWN) known.clear();
  known.add(name);
}
