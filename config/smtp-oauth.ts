import type { Mailbox } from './mailbox.ts';
import { Refusal } from './refuse.ts';
import { isThisMachine } from './service-url.ts';

/** How tokens for mail servers are got, and for the mailbox of reports. */
export type SmtpOauth = {
  tokenUrl: string;
  clientId: string;
  clientSecret: string | undefined;
  /** Undefined for the grant of the client itself. */
  refreshToken: string | undefined;
  scope: string | undefined;
};

type Variables = {
  SMTP_URL: string[];
  MAIL_BOUNCE_IMAP_URL?: Mailbox | undefined;
  SMTP_OAUTH_TOKEN_URL?: string | undefined;
  SMTP_OAUTH_CLIENT_ID?: string | undefined;
  SMTP_OAUTH_CLIENT_SECRET?: string | undefined;
  SMTP_OAUTH_REFRESH_TOKEN?: string | undefined;
  SMTP_OAUTH_SCOPE?: string | undefined;
};

/** The secrets go there, so plain http is only for this machine. @throws Refusal */
export function readTokenUrl(text: string): string {
  const url = URL.parse(text);
  if (!url) throw new Refusal('is not a valid URL');
  const isHere = url.protocol === 'http:' && isThisMachine(url.hostname);
  if (url.protocol !== 'https:' && !isHere) throw new Refusal('must start with https://');
  if (url.username || url.password) throw new Refusal('must not have a user name');
  return url.href;
}

/** What is missing or too much, by the name of the variable. */
export function faultsOfSmtpOauth(env: Variables): [name: keyof Variables, fault: string][] {
  const readsMailbox = env.MAIL_BOUNCE_IMAP_URL?.password === '';
  const needing = (['CLIENT_ID', 'CLIENT_SECRET', 'REFRESH_TOKEN', 'SCOPE'] as const).find((name) => env[`SMTP_OAUTH_${name}`]);
  if (!env.SMTP_OAUTH_TOKEN_URL) {
    if (needing) return [['SMTP_OAUTH_TOKEN_URL', `is not set, but SMTP_OAUTH_${needing} is: set both, or none`]];
    return readsMailbox ? [['MAIL_BOUNCE_IMAP_URL', 'must have a password, or set SMTP_OAUTH_TOKEN_URL']] : [];
  }
  const hasUser = env.SMTP_URL.map((url) => new URL(url)).some(({ username, password }) => username && !password);
  return [
    ...(env.SMTP_OAUTH_CLIENT_ID ? [] : ([['SMTP_OAUTH_CLIENT_ID', 'is not set, but SMTP_OAUTH_TOKEN_URL is']] as const)),
    ...(env.SMTP_OAUTH_CLIENT_SECRET || env.SMTP_OAUTH_REFRESH_TOKEN
      ? []
      : ([['SMTP_OAUTH_CLIENT_SECRET', 'is not set: set it, or SMTP_OAUTH_REFRESH_TOKEN, or both']] as const)),
    ...(hasUser || readsMailbox
      ? []
      : ([['SMTP_URL', 'must have a user and no password where OAuth 2 is used, such as smtp://user@host:587']] as const)),
  ].map(([name, fault]) => [name, fault]);
}

export const smtpOauthOf = (env: Variables): SmtpOauth | undefined =>
  env.SMTP_OAUTH_TOKEN_URL && env.SMTP_OAUTH_CLIENT_ID
    ? {
        tokenUrl: env.SMTP_OAUTH_TOKEN_URL,
        clientId: env.SMTP_OAUTH_CLIENT_ID,
        clientSecret: env.SMTP_OAUTH_CLIENT_SECRET,
        refreshToken: env.SMTP_OAUTH_REFRESH_TOKEN,
        scope: env.SMTP_OAUTH_SCOPE,
      }
    : undefined;
