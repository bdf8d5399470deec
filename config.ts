import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import ms, { type StringValue } from 'ms';
import { z } from 'zod';
import { parseAddress } from './domain/addresses/parse-address.ts';
import type { Keys, Settings } from './domain/app.ts';
import { isSlug } from './domain/portals/find-portal.ts';
import { directUrlOf, InvalidDatabaseUrl, readDatabaseUrl } from './prisma/database-url.ts';

const SECRET_KEY_BYTES = 32;

const isDuration = (text: string): text is StringValue => /^\d+(\.\d+)? ?[a-z]+$/i.test(text);

const duration = (standard: StringValue) =>
  z
    .string()
    .default(standard)
    .transform((text, context) => {
      const milliseconds = isDuration(text) ? ms(text) : Number.NaN;
      if (!(milliseconds > 0)) context.addIssue('must be a duration such as 24h or 90s');
      return milliseconds;
    });

/** Null for `off`. */
const durationOrOff = (standard: StringValue) =>
  z.preprocess((text) => (text === 'off' ? null : text), duration(standard).nullable());

/** A number of acts in a time, such as `300/1m`; null for `off`. */
const rate = (standard: string) =>
  z
    .string()
    .default(standard)
    .transform((text, context) => {
      if (text === 'off') return null;
      const [, count = '', per = ''] = text.match(/^([1-9]\d{0,8})\/(.+)$/) ?? [];
      const milliseconds = isDuration(per) ? ms(per) : Number.NaN;
      if (!(milliseconds >= 1_000)) context.addIssue('must be a number and a duration such as 300/1m, or off');
      return { most: Number(count), perMs: milliseconds };
    });

const secretKey = z.string().transform((text, context) => {
  const key = Buffer.from(text, 'base64');
  if (key.length < SECRET_KEY_BYTES) {
    context.addIssue(`must be at least ${SECRET_KEY_BYTES} random bytes in base64, such as \`openssl rand -base64 32\` prints`);
  }
  return key;
});

const isHost = (text: string): boolean =>
  /^[^*]+$/.test(text) && !/^(true|false)$/.test(text) && URL.parse(`http://${text}`)?.host === text.replace(/:80$/, '');

/** Names of hosts, each with or without a port, for all portals or (`portal=host`) for one, separated by commas or spaces. */
const hosts = z
  .string()
  .default('')
  .transform((text, context) => {
    const named = text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean)
      .map((entry) => {
        const [host = '', portal = null] = entry.split('=').reverse();
        return { portal, host, isGood: isHost(host) && (portal === null || isSlug(portal)) && entry.split('=').length < 3 };
      });
    if (!named.every(({ isGood }) => isGood)) {
      context.addIssue(
        'must be names of hosts such as idp.internal or localhost:8080, or of a portal and a host such as demo=idp.internal: no address with https://, no pattern, no network',
      );
    }
    return named.map(({ portal, host }) => ({ portal, host }));
  });

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => protocols.includes(URL.parse(text)?.protocol ?? ''),
      `must begin with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    );

const databaseUrl = z.string().superRefine((text, context) => addFault(context, [], () => readDatabaseUrl(text)));

function addFault(context: z.RefinementCtx, path: string[], read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof InvalidDatabaseUrl)) throw error;
    context.addIssue({ code: 'custom', path, message: error.message });
  }
}

const variables = z.object({
  DATABASE_URL: databaseUrl,
  DATABASE_DIRECT_URL: databaseUrl.optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  SMTP_URL: url('smtp:', 'smtps:'),
  PORT: z.coerce.number('must be a port').int().min(0).max(65_535).default(4000),
  PUBLIC_URL: url('http:', 'https:')
    .refine((text) => URL.parse(text)?.pathname === '/', 'must not have a path')
    .transform((text) => new URL(text).origin)
    .optional(),
  SECRET_KEY: secretKey,
  SECRET_KEY_PREVIOUS: secretKey.optional(),
  MAIL_FROM: z.string().refine((text) => parseAddress(text), 'must be a mail address'),
  VERIFICATION_TTL: duration('24h'),
  UNVERIFIED_REMINDER: durationOrOff('3d'),
  UNVERIFIED_TTL: duration('14d'),
  PASSWORD_TOKEN_TTL: duration('30m'),
  RESET_TTL: duration('60m'),
  SESSION_TTL: duration('30d'),
  SESSION_IDLE: duration('7d'),
  ADMIN_SESSION_TTL: duration('12h'),
  ADMIN_SESSION_IDLE: duration('1h'),
  CLIENT_LIMIT: rate('300/1m'),
  TRUSTED_PROXIES: z.coerce.number('must be a number of proxies').int().min(0).max(10).default(0),
  SSO_ALLOWED_PRIVATE_HOSTS: hosts,
  TRUSTED_DOCUMENTS: z.string().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  NODE_ENV: z.string().optional(),
});

const consistentVariables = variables
  .refine(({ UNVERIFIED_REMINDER, UNVERIFIED_TTL }) => UNVERIFIED_REMINDER === null || UNVERIFIED_REMINDER < UNVERIFIED_TTL, {
    path: ['UNVERIFIED_REMINDER'],
    message: 'must be shorter than UNVERIFIED_TTL, or off',
  })
  .superRefine(({ DATABASE_URL, DATABASE_DIRECT_URL }, context) =>
    addFault(context, ['DATABASE_DIRECT_URL'], () => directUrlOf(DATABASE_URL, DATABASE_DIRECT_URL)),
  );

export type Config = {
  databaseUrl: string;
  /** For what needs a session of its own, which a pooler may not give. */
  databaseDirectUrl: string;
  redisUrl: string | undefined;
  smtpUrl: string;
  port: number;
  logLevel: string;
  /** How many proxies in front of the server are believed about the client's address. */
  trustedProxies: number;
  /** Path of a manifest. If set, only admins may send documents other than its own and those of the pages. */
  trustedDocuments: string | undefined;
  /** Whether PUBLIC_URL is plain http and NODE_ENV is not `production`: then GraphiQL and introspection are for everyone. */
  isDevelopment: boolean;
  settings: Settings;
  keys: Keys;
};

/** A variable, or a file that it names, is missing or wrong. The message says which. */
export class InvalidEnvironment extends Error {}

/**
 * Checks the environment and turns it into settings.
 * @throws InvalidEnvironment, which lists every variable that is missing or wrong
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  // An empty variable, as compose files often pass, counts as not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = consistentVariables.safeParse(given);
  if (!parsed.success) throw new InvalidEnvironment(describe(parsed.error, given));
  const env = parsed.data;
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;
  return {
    databaseUrl: env.DATABASE_URL,
    databaseDirectUrl: directUrlOf(env.DATABASE_URL, env.DATABASE_DIRECT_URL),
    redisUrl: env.REDIS_URL,
    smtpUrl: env.SMTP_URL,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    trustedProxies: env.TRUSTED_PROXIES,
    trustedDocuments: env.TRUSTED_DOCUMENTS,
    isDevelopment: publicUrl.startsWith('http:') && env.NODE_ENV !== 'production',
    settings: {
      publicUrl,
      mailFrom: env.MAIL_FROM,
      verificationTtl: env.VERIFICATION_TTL,
      unverifiedReminder: env.UNVERIFIED_REMINDER,
      unverifiedTtl: env.UNVERIFIED_TTL,
      passwordTokenTtl: env.PASSWORD_TOKEN_TTL,
      resetTtl: env.RESET_TTL,
      sessionTtl: env.SESSION_TTL,
      sessionIdle: env.SESSION_IDLE,
      adminSessionTtl: env.ADMIN_SESSION_TTL,
      adminSessionIdle: env.ADMIN_SESSION_IDLE,
      clientLimit: env.CLIENT_LIMIT,
      ssoAllowedPrivateHosts: env.SSO_ALLOWED_PRIVATE_HOSTS,
    },
    keys: {
      mailedTokens: presentAndPrevious(env, 'mailed token'),
      seals: presentAndPrevious(env, 'seal'),
      throttles: derivedKey(env.SECRET_KEY, 'throttle'),
    },
  };
}

const presentAndPrevious = (
  env: { SECRET_KEY: Buffer; SECRET_KEY_PREVIOUS?: Buffer | undefined },
  purpose: string,
): [KeyObject, ...KeyObject[]] => [
  derivedKey(env.SECRET_KEY, purpose),
  ...(env.SECRET_KEY_PREVIOUS ? [derivedKey(env.SECRET_KEY_PREVIOUS, purpose)] : []),
];

const derivedKey = (secret: Buffer, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `gatehouse ${purpose}`, SECRET_KEY_BYTES)));

function describe(error: z.ZodError, given: Record<string, string | undefined>): string {
  const lines = error.issues.map(({ path, message, code }) => {
    const name = path.join('.');
    return `  ${name} ${given[name] === undefined && code === 'invalid_type' ? 'is not set' : message}`;
  });
  return ['The environment is not complete. `.env.example` describes each variable.', ...new Set(lines)].join('\n');
}
