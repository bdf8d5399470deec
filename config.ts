import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { readDnsServers } from './config/dns-servers.ts';
import { readDuration, readRate } from './config/durations.ts';
import { type Given, IN_FILES, readGiven } from './config/given.ts';
import { readHosts } from './config/hosts.ts';
import { type Listen, readListen } from './config/listen.ts';
import { readMailDomains } from './config/mail-domains.ts';
import { readSesTopic, readSharedSecret, readVerificationKey } from './config/mail-events.ts';
import { readMailSpf } from './config/mail-spf.ts';
import { type Mailbox, readMailbox } from './config/mailbox.ts';
import { readMetricsToken } from './config/metrics-token.ts';
import { readPortalHosts } from './config/portal-hosts.ts';
import { readProxies, type TrustedProxies } from './config/proxies.ts';
import { readRedisUrl } from './config/redis-url.ts';
import { isOff, reading } from './config/refuse.ts';
import { readSecretKey } from './config/secret-key.ts';
import { readSender } from './config/sender.ts';
import { readBaseUrl, readPublicUrl, readSmtpUrls } from './config/services.ts';
import { readShare } from './config/share.ts';
import { faultsOfSmtpOauth, readTokenUrl, type SmtpOauth, smtpOauthOf } from './config/smtp-oauth.ts';
import { readStopDelay } from './config/stop-delay.ts';
import { type Typo, typosIn } from './config/typos.ts';
import { isForDevelopment, readLogLevel, readManifestPath, readSwitch } from './config/words.ts';
import type { Keys, Settings } from './domain/app.ts';
import { directUrlOf, InvalidDatabaseUrl, readDatabaseUrl } from './prisma/database-url.ts';
import type { TracingSettings } from './span.ts';

const DERIVED_BYTES = 32;
/**
 * Days, each more than anybody needs, so that a slip is noticed: browsers keep no cookie longer than the second.
 * @limit days: Lifetime of a link. Beyond: The process does not start.
 */
export const LONGEST_LINK = 90;
/** @limit days: Lifetime of a session, and the times of unverified registrations. Beyond: The process does not start. */
export const LONGEST_SESSION = 400;
/** @limit days: Time that events are kept. Beyond: The process does not start. */
export const LONGEST_AUDIT = 4_000;
/** @limit days: Time from which on a request is slow. Beyond: The process does not start. */
export const LONGEST_SLOW = 1;

const duration = (standard: string, atMost: number) => reading((text) => readDuration(text, atMost)).prefault(standard);

/** Null for `off`. */
const durationOrOff = (standard: string, atMost: number) =>
  reading((text) => (isOff(text) ? null : readDuration(text, atMost))).prefault(standard);

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
  DATABASE_REPLICA_URL: databaseUrl.optional(),
  REDIS_URL: reading(readRedisUrl).optional(),
  SMTP_URL: reading(readSmtpUrls),
  SMTP_OAUTH_TOKEN_URL: reading(readTokenUrl).optional(),
  SMTP_OAUTH_CLIENT_ID: z.string().optional(),
  SMTP_OAUTH_CLIENT_SECRET: z.string().optional(),
  SMTP_OAUTH_REFRESH_TOKEN: z.string().optional(),
  SMTP_OAUTH_SCOPE: z.string().optional(),
  PORT: reading(readListen).prefault('4000'),
  STOP_DELAY: reading(readStopDelay).prefault('off'),
  MANAGEMENT_PORT: reading(readListen).optional(),
  METRICS_TOKEN: reading(readMetricsToken).optional(),
  PUBLIC_URL: reading(readPublicUrl).optional(),
  SECRET_KEY: reading(readSecretKey),
  SECRET_KEY_PREVIOUS: reading(readSecretKey).optional(),
  MAIL_FROM: reading(readSender),
  MAIL_DOMAINS: reading(readMailDomains).prefault(''),
  MAIL_SPF: reading(readMailSpf).prefault(''),
  DNS_SERVERS: reading(readDnsServers).prefault(''),
  MAIL_LIMIT: reading(readRate).prefault('off'),
  MAIL_LIMIT_PER_PORTAL: reading(readRate).prefault('off'),
  SES_TOPIC_ARN: reading(readSesTopic).optional(),
  POSTMARK_WEBHOOK_PASSWORD: reading(readSharedSecret).optional(),
  MAILGUN_WEBHOOK_SIGNING_KEY: reading(readSharedSecret).optional(),
  SENDGRID_WEBHOOK_VERIFICATION_KEY: reading(readVerificationKey).optional(),
  MAIL_BOUNCE_IMAP_URL: reading(readMailbox).optional(),
  MAIL_BOUNCE_ADDRESS: reading(readSender).optional(),
  VERIFICATION_TTL: duration('24h', LONGEST_LINK),
  UNVERIFIED_REMINDER: durationOrOff('3d', LONGEST_SESSION),
  UNVERIFIED_TTL: duration('14d', LONGEST_SESSION),
  PASSWORD_TOKEN_TTL: duration('30m', LONGEST_LINK),
  RESET_TTL: duration('60m', LONGEST_LINK),
  SESSION_TTL: duration('30d', LONGEST_SESSION),
  SESSION_IDLE: duration('7d', LONGEST_SESSION),
  ADMIN_SESSION_TTL: duration('12h', LONGEST_SESSION),
  ADMIN_SESSION_IDLE: duration('1h', LONGEST_SESSION),
  ADMIN_PASSWORD_LOGIN: reading(readSwitch).prefault('on'),
  AUDIT_TTL: duration('400d', LONGEST_AUDIT),
  CLIENT_LIMIT: reading(readRate).prefault('300/1m'),
  TRUSTED_PROXIES: reading(readProxies).prefault('0'),
  PORTAL_HOSTS: reading(readPortalHosts).optional(),
  SSO_ALLOWED_PRIVATE_HOSTS: reading(readHosts).prefault(''),
  BREACHED_PASSWORDS_URL: reading(readBaseUrl).optional(),
  TRUSTED_DOCUMENTS: reading(readManifestPath).optional(),
  LOG_LEVEL: reading(readLogLevel).prefault('info'),
  SLOW_REQUEST: duration('1s', LONGEST_SLOW),
  OTEL_EXPORTER_OTLP_ENDPOINT: reading(readBaseUrl).optional(),
  OTEL_TRACES_SAMPLER_ARG: reading(readShare).prefault('1'),
  OTEL_TRUST_TRACEPARENT: reading(readSwitch).prefault('off'),
  NODE_ENV: z.string().optional(),
});

/** With those that name a file. */
const NAMES = [...Object.keys(variables.shape), ...IN_FILES.map((name) => `${name}_FILE`)];

const consistentVariables = variables
  .refine(({ UNVERIFIED_REMINDER, UNVERIFIED_TTL }) => UNVERIFIED_REMINDER === null || UNVERIFIED_REMINDER < UNVERIFIED_TTL, {
    path: ['UNVERIFIED_REMINDER'],
    message: 'must be shorter than UNVERIFIED_TTL, or off',
  })
  .refine(
    ({ PORT, MANAGEMENT_PORT }) => MANAGEMENT_PORT === undefined || PORT.port === 0 || PORT.port !== MANAGEMENT_PORT.port,
    {
      path: ['MANAGEMENT_PORT'],
      message: 'must be another port than PORT',
    },
  )
  .superRefine((env, context) => {
    for (const [name, message] of faultsOfSmtpOauth(env)) context.addIssue({ code: 'custom', path: [name], message });
  })
  .superRefine(({ DATABASE_URL, DATABASE_DIRECT_URL, DATABASE_REPLICA_URL }, context) => {
    addFault(context, ['DATABASE_DIRECT_URL'], () => directUrlOf(DATABASE_URL, DATABASE_DIRECT_URL));
    addFault(context, ['DATABASE_REPLICA_URL'], () => directUrlOf(DATABASE_URL, DATABASE_REPLICA_URL));
  });

export type Config = {
  databaseUrl: string;
  /** For work that needs a session of its own, which a pooler does not always give. */
  databaseDirectUrl: string;
  /** Where lists for admins are read; undefined for the primary. */
  databaseReplicaUrl: string | undefined;
  redisUrl: string | undefined;
  /** Of the mail servers, in the order in which they are used. */
  smtpUrls: string[];
  /** Where reports about emails come to; undefined if no mailbox is read. */
  mailbox: Mailbox | undefined;
  /** How tokens for them are got; undefined if all have passwords, or need none. */
  smtpOauth: SmtpOauth | undefined;
  port: number;
  /** The address of this machine to listen at; undefined for all. */
  host: string | undefined;
  /** Milliseconds for which a server that was told to stop serves on. */
  stopDelay: number;
  /** Where the process answers about itself; undefined for nowhere. */
  management: Listen | undefined;
  /** What a scraper of the metrics has to send; undefined if it needs nothing, and the metrics are at MANAGEMENT_PORT alone. */
  metricsToken: string | undefined;
  logLevel: string;
  /** Milliseconds from which on the log warns of a request, a statement or a job. */
  slowMs: number;
  /** Null if no traces are made. */
  tracing: TracingSettings | null;
  /** Variables that are probably typos of ours, and have no effect. */
  typos: Typo[];
  /** Which proxies in front of the server are believed about the client's address. */
  trustedProxies: TrustedProxies;
  /** Path of a manifest. If it is set, only admins can send other documents than those of the manifest and of the pages. */
  trustedDocuments: string | undefined;
  /** Whether PUBLIC_URL is plain http and NODE_ENV names nothing but development: then GraphiQL and introspection are for everyone. */
  isDevelopment: boolean;
  settings: Settings;
  keys: Keys;
};

/** A variable, or a file that it names, is missing or wrong. The message says which. */
export class InvalidEnvironment extends Error {}

/**
 * Checks the environment variables and makes settings from them.
 * @throws InvalidEnvironment, which lists every variable that is missing or wrong
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = readGiven(environment);
  const parsed = consistentVariables.safeParse(given.variables);
  if (!parsed.success || given.faults.size > 0) throw new InvalidEnvironment(describe(parsed.error?.issues ?? [], given));
  const env = parsed.data;
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${env.PORT.port}`;
  return {
    databaseUrl: env.DATABASE_URL,
    databaseDirectUrl: directUrlOf(env.DATABASE_URL, env.DATABASE_DIRECT_URL),
    databaseReplicaUrl: env.DATABASE_REPLICA_URL && directUrlOf(env.DATABASE_URL, env.DATABASE_REPLICA_URL),
    redisUrl: env.REDIS_URL,
    smtpUrls: env.SMTP_URL,
    mailbox: env.MAIL_BOUNCE_IMAP_URL,
    smtpOauth: smtpOauthOf(env),
    port: env.PORT.port,
    host: env.PORT.host,
    stopDelay: env.STOP_DELAY,
    management: env.MANAGEMENT_PORT,
    metricsToken: env.METRICS_TOKEN,
    logLevel: env.LOG_LEVEL,
    slowMs: env.SLOW_REQUEST,
    tracing: env.OTEL_EXPORTER_OTLP_ENDPOINT
      ? {
          endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
          share: env.OTEL_TRACES_SAMPLER_ARG,
          trustsClients: env.OTEL_TRUST_TRACEPARENT,
        }
      : null,
    typos: typosIn(Object.keys(given.variables), NAMES),
    trustedProxies: env.TRUSTED_PROXIES,
    trustedDocuments: env.TRUSTED_DOCUMENTS,
    isDevelopment: publicUrl.startsWith('http:') && isForDevelopment(env.NODE_ENV),
    settings: {
      publicUrl,
      mailFrom: env.MAIL_FROM.address,
      mailName: env.MAIL_FROM.name,
      mailDomains: env.MAIL_DOMAINS,
      mailSpf: env.MAIL_SPF,
      dnsServers: env.DNS_SERVERS,
      bounceAddress: env.MAIL_BOUNCE_ADDRESS?.address,
      senders: {
        sesTopic: env.SES_TOPIC_ARN,
        postmarkPassword: env.POSTMARK_WEBHOOK_PASSWORD,
        mailgunKey: env.MAILGUN_WEBHOOK_SIGNING_KEY,
        sendgridKey: env.SENDGRID_WEBHOOK_VERIFICATION_KEY,
      },
      verificationTtl: env.VERIFICATION_TTL,
      unverifiedReminder: env.UNVERIFIED_REMINDER,
      unverifiedTtl: env.UNVERIFIED_TTL,
      passwordTokenTtl: env.PASSWORD_TOKEN_TTL,
      resetTtl: env.RESET_TTL,
      sessionTtl: env.SESSION_TTL,
      sessionIdle: env.SESSION_IDLE,
      adminSessionTtl: env.ADMIN_SESSION_TTL,
      adminSessionIdle: env.ADMIN_SESSION_IDLE,
      adminPasswordLogin: env.ADMIN_PASSWORD_LOGIN,
      auditTtl: env.AUDIT_TTL,
      portalHosts: env.PORTAL_HOSTS ?? null,
      clientLimit: env.CLIENT_LIMIT,
      mailLimit: env.MAIL_LIMIT,
      mailLimitPerPortal: env.MAIL_LIMIT_PER_PORTAL,
      ssoAllowedPrivateHosts: env.SSO_ALLOWED_PRIVATE_HOSTS,
      breachedPasswordsUrl: env.BREACHED_PASSWORDS_URL,
    },
    keys: {
      mailedTokens: presentAndPrevious(env, 'mailed token'),
      seals: presentAndPrevious(env, 'seal'),
      mailIds: presentAndPrevious(env, 'mail id'),
      throttles: derivedKey(env.SECRET_KEY, 'throttle'),
      passkeyChallenges: derivedKey(env.SECRET_KEY, 'passkey challenge'),
      botChecks: derivedKey(env.SECRET_KEY, 'bot check'),
    },
  };
}

/** The keys of the ids of emails, for a command that needs no other variables. @throws Refusal */
export const readMailIdKeys = (given: Record<string, string | undefined>): Pick<Keys, 'mailIds'> => ({
  mailIds: presentAndPrevious(
    {
      SECRET_KEY: readSecretKey(given['SECRET_KEY'] ?? ''),
      SECRET_KEY_PREVIOUS: given['SECRET_KEY_PREVIOUS'] ? readSecretKey(given['SECRET_KEY_PREVIOUS']) : undefined,
    },
    'mail id',
  ),
});

const presentAndPrevious = (
  env: { SECRET_KEY: Buffer; SECRET_KEY_PREVIOUS?: Buffer | undefined },
  purpose: string,
): [KeyObject, ...KeyObject[]] => [
  derivedKey(env.SECRET_KEY, purpose),
  ...(env.SECRET_KEY_PREVIOUS ? [derivedKey(env.SECRET_KEY_PREVIOUS, purpose)] : []),
];

const derivedKey = (secret: Buffer, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `gatehouse ${purpose}`, DERIVED_BYTES)));

function describe(issues: z.core.$ZodIssue[], { variables, faults }: Given): string {
  const lines = issues.flatMap(({ path, message, code }) => {
    const name = path.join('.');
    if (faults.has(name)) return [];
    return [`  ${name} ${variables[name] === undefined && code === 'invalid_type' ? whyNotSet(name, variables) : message}`];
  });
  for (const [name, fault] of faults) lines.push(`  ${name}_FILE ${fault}`);
  return ['These variables are missing or wrong; `.env.example` describes each:', ...new Set(lines)].join('\n');
}

function whyNotSet(name: string, given: Record<string, string>): string {
  if (name === 'SMTP_URL' && given['SMTP_HOST']) {
    return 'is not set: Gatehouse does not read SMTP_HOST and similar variables';
  }
  const typo = typosIn(Object.keys(given), NAMES).find(({ meant }) => [name, `${name}_FILE`].includes(meant));
  return typo ? `is not set: ${typo.given} is, and is perhaps a typo of ${typo.meant}` : 'is not set';
}
