import type { Config } from '../config.ts';
import { MINUTE_MS, SECOND_MS } from '../domain/durations.ts';
import type { TokenPlace } from '../domain/smtp-tokens/refresh-token.ts';
import { openRefreshTokens } from './refresh-tokens.ts';

type SmtpOauth = NonNullable<Config['smtpOauth']>;

/** @limit Time to get a token for the mail server. Beyond: The attempt fails, and the email is tried again. */
export const TOKEN_TIMEOUT_MS = 10 * SECOND_MS;
/** @limit bytes: Answer with a token. Beyond: The attempt fails, and the email is tried again. */
export const LONGEST_TOKEN_ANSWER = 64 * 1024;
/** @limit Time before the end of a token when another one is got. Beyond: It is used on. */
export const RENEWED_BEFORE_MS = MINUTE_MS;
/** @limit Time between two calls for a token. Beyond: It is asked for again. */
export const TOKEN_PAUSE_MS = 10 * SECOND_MS;

/** For a token whose end is not told (RFC 6749, 5.1). */
const USUAL_SECONDS = 300;
/** RFC 6749, 5.2: what somebody has to mend. */
const FOR_OPERATOR = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

/** No token was got. The message names no secret. */
export class TokenFailure extends Error {
  reason: string;
  /** Whether it lasts until somebody mends the configuration. */
  isForOperator: boolean;
  constructor(host: string, reason: string, isForOperator = false) {
    super(`no OAuth 2 token from ${host}: ${reason}`);
    this.reason = reason;
    this.isForOperator = isForOperator;
  }
}

export type SmtpTokens = {
  /**
   * A token that has not ended, the same for all until shortly before its end.
   * @param isRefused whether the mail server refused the last one
   * @throws TokenFailure
   */
  get: (isRefused?: boolean) => Promise<string>;
  /** Resolves when none is asked for: what comes of it has to be stored before the process ends. */
  settled: () => Promise<void>;
};

/** @param place where the refresh token is kept; null if it is out of reach */
export function openSmtpTokens(oauth: SmtpOauth, place: TokenPlace | null): SmtpTokens {
  const { host } = new URL(oauth.tokenUrl);
  const refreshTokens = openRefreshTokens(oauth, place);
  let token = '';
  let endsAt = 0;
  let askedAt = 0;
  let quietUntil = 0;
  let last: TokenFailure | undefined;
  let asking: Promise<string> | undefined;
  const askAnew = async (): Promise<string> => {
    try {
      const given = await refreshTokens.use((refreshToken) => {
        askedAt = performance.now();
        return ask(host, oauth, refreshToken);
      });
      token = given.accessToken;
      endsAt = askedAt + given.seconds * SECOND_MS;
      last = undefined;
      return token;
    } catch (error) {
      last = error instanceof TokenFailure ? error : new TokenFailure(host, causeOf(error));
      throw last;
    }
  };
  return {
    get: async (isRefused = false) => {
      const now = performance.now();
      // Many emails wait for the same token, and each of them would ask.
      const isSoon = now < quietUntil;
      const counts = token !== '' && now < endsAt && !isRefused;
      const renewAt = endsAt - Math.min(RENEWED_BEFORE_MS, (endsAt - askedAt) / 2);
      if (asking) return await asking;
      if (last && isSoon) {
        if (counts) return token;
        throw new TokenFailure(host, last.reason, last.isForOperator);
      }
      if (token && (isRefused ? isSoon : now < renewAt)) return token;
      asking = askAnew()
        // It is renewed before its end, so there is time for another try.
        .catch((error: unknown) => {
          if (counts) return token;
          throw error;
        })
        .finally(() => {
          quietUntil = performance.now() + TOKEN_PAUSE_MS;
          asking = undefined;
        });
      return await asking;
    },
    settled: async () => void (await asking?.catch(() => undefined)),
  };
}

export type Given = { accessToken: string; seconds: number; refreshToken: string | undefined };

async function ask(host: string, oauth: SmtpOauth, refreshToken: string | undefined): Promise<Given> {
  const { tokenUrl, clientId, clientSecret, scope } = oauth;
  const body = new URLSearchParams({
    client_id: clientId,
    ...(clientSecret && { client_secret: clientSecret }),
    ...(refreshToken ? { grant_type: 'refresh_token', refresh_token: refreshToken } : { grant_type: 'client_credentials' }),
    ...(scope && { scope }),
  });
  const headers = { accept: 'application/json', 'user-agent': 'Gatehouse' };
  const signal = AbortSignal.timeout(TOKEN_TIMEOUT_MS);
  const response = await fetch(tokenUrl, { method: 'POST', headers, body, redirect: 'error', signal });
  const said = parsed(await textOf(host, response));
  if (response.status !== 200) {
    const { error, error_description: description } = Object(said);
    const code = typeof error === 'string' && /^\w{1,64}$/.test(error) ? error : '';
    // Entra ID says which fault it is by a number. The rest of the text can name people.
    const [number = ''] = /\bAADSTS\d{1,10}\b/.exec(String(description)) ?? [];
    const reason = [`status ${response.status}`, code, number].filter(Boolean).join(' ');
    throw new TokenFailure(host, reason, FOR_OPERATOR.includes(code));
  }
  const { access_token: accessToken, expires_in: seconds, refresh_token: next } = Object(said);
  if (typeof accessToken !== 'string' || !accessToken) throw new TokenFailure(host, 'its answer holds no token');
  return {
    accessToken,
    seconds: Number(seconds) > 0 ? Number(seconds) : USUAL_SECONDS,
    // A server may give another one with each token (RFC 6749, 6).
    refreshToken: typeof next === 'string' && next ? next : undefined,
  };
}

async function textOf(host: string, response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > LONGEST_TOKEN_ANSWER) throw new TokenFailure(host, `its answer is longer than ${LONGEST_TOKEN_ANSWER} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function causeOf(error: unknown): string {
  const { name, cause, message } = Object(error);
  if (name === 'TimeoutError') return `no answer within ${TOKEN_TIMEOUT_MS / SECOND_MS} s`;
  const { code, message: why } = Object(cause);
  return String(code ?? why ?? message);
}
