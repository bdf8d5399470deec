import type { Config } from '../config.ts';
import type { SsoConnection } from '../prisma/generated/client/client.ts';
import { DEMO_PEOPLE } from './demo-provider.ts';
import type { FirstAdmin } from './first-admin.ts';
import type { Environment } from './services.ts';

const LABEL_WIDTH = 11;

export type Running = {
  config: Config;
  /** The variables that were set. All others are embedded. */
  given: Environment;
  inboxPage: string | null;
  /** Of the first portal, then of the one in another language. */
  signUpPages: string[];
  connection: SsoConnection | null;
  admin: FirstAdmin;
};

export function summary({ config, given, inboxPage, signUpPages: [first, other], connection, admin }: Running): string {
  const { publicUrl } = config.settings;
  const rows: [string, string][] = [
    ['Admins', `${publicUrl}/admin`],
    ['GraphiQL', `${publicUrl}/graphql`],
    ['Inbox', inboxPage ?? `none here: mails go to ${config.smtpUrls.map(placeOf).join(', ')} (SMTP_URL)`],
    ['Portal', first ?? 'none yet'],
    ...(other ? [['German', other] satisfies [string, string]] : []),
    ['SSO', connection ? `${connection.label}, at ${connection.issuer}` : 'nothing to try here'],
    [
      'Admin',
      admin.password
        ? `${admin.email}   password: ${admin.password}   (not shown again)`
        : `${admin.email}, made earlier; for another password: ${publicUrl}/admin/forgot-password`,
    ],
    ['Database', given['DATABASE_URL'] ? `${placeOf(config.databaseUrl)} (DATABASE_URL)` : config.databaseUrl],
    ['Queue', config.redisUrl ? `${placeOf(config.redisUrl)} (REDIS_URL)` : 'in the database'],
  ];
  const steps = [
    'Sign up at the portal, with any address.',
    'Open the mail in the inbox, click its link, and choose a password of 15 characters or more.',
    `Log in as the admin at ${publicUrl}/admin, and approve the request. Then log in at the portal.`,
    ...(connection?.enabled ? [trySso(connection)] : []),
  ];
  return [
    '',
    'Gatehouse is up.',
    '',
    ...rows.map(([label, text]) => `  ${label.padEnd(LABEL_WIDTH)}${text}`),
    '',
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    '',
    ...(admin.password ? [] : [`Another admin: ${databaseFor(config, given)}npm run admin:create -- --email you@example.com`]),
    'Logs are in .gatehouse. Ctrl-C stops everything; npm run reset forgets the data.',
    '',
  ].join('\n');
}

const trySso = ({ label }: SsoConnection): string =>
  `Or choose “Log in with ${label}” at the portal: ${DEMO_PEOPLE.grace.name} comes in at once, ${DEMO_PEOPLE.alan.name} by a mail.`;

/** Without user name and password. */
function placeOf(url: string): string {
  // Not `URL`, because Redis can have several hosts.
  const [, scheme = '', place = ''] = /^(.*?:\/\/)(?:[^/]*@)?([^?]*)/.exec(url) ?? [];
  return scheme + place.replace(/\/$/, '');
}

/** The command must know the URL of the embedded database. */
const databaseFor = ({ databaseUrl }: Config, given: Environment): string =>
  given['DATABASE_URL'] ? '' : `DATABASE_URL=${databaseUrl} `;
