import { randomBytes } from 'node:crypto';
import { BlockList } from 'node:net';
import { expect, test } from 'vitest';
import { MOST_MAIL_SERVERS } from '../../config/services.ts';
import { type Config, InvalidEnvironment, readConfig } from '../../config.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const good = {
  DATABASE_URL: 'postgresql://db/gatehouse',
  SMTP_URL: 'smtp://mail:25',
  SECRET_KEY: randomBytes(32).toString('base64'),
  MAIL_FROM: 'no-reply@gatehouse.test',
};

const withValue = (name: string, value: string) => readConfig({ ...good, [name]: value });

/** What is said of one value; fails where it is taken. */
function complaint(name: string, value: string): string {
  try {
    withValue(name, value);
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    expect(error.message).toMatch(/^These variables are missing or wrong; /);
    return error.message.split('\n').slice(1).join('\n').trim();
  }
  return expect.fail(`${name} took ${value}`);
}

type Taken = [value: string, read: unknown];

/** Values that people set by habit, and what they are to us. */
const TAKEN: Record<string, { of: (config: Config) => unknown; values: Taken[] }> = {
  MAIL_FROM: {
    of: ({ settings }) => [settings.mailName, settings.mailFrom],
    values: [
      ['no-reply@acme.com', [null, 'no-reply@acme.com']],
      [' no-reply@acme.com ', [null, 'no-reply@acme.com']],
      ['<no-reply@acme.com>', [null, 'no-reply@acme.com']],
      ['Acme <no-reply@acme.com>', ['Acme', 'no-reply@acme.com']],
      ['Acme Developers<no-reply@acme.com>', ['Acme Developers', 'no-reply@acme.com']],
      ['"Acme, Inc." <no-reply@acme.com>', ['Acme, Inc.', 'no-reply@acme.com']],
      ['"Acme \\"API\\" Team" <no-reply@acme.com>', ['Acme "API" Team', 'no-reply@acme.com']],
      ['no-reply@bücher.example', [null, 'no-reply@xn--bcher-kva.example']],
      ['no-reply@localhost', [null, 'no-reply@localhost']],
    ],
  },
  MAIL_SPF: {
    of: ({ settings }) => settings.mailSpf,
    values: [
      ['off', []],
      [
        ' include:_spf.Acme.com  ip4:203.0.113.0/24 ip6:2001:db8::/32',
        ['include:_spf.acme.com', 'ip4:203.0.113.0/24', 'ip6:2001:db8::/32'],
      ],
    ],
  },
  DNS_SERVERS: {
    of: ({ settings }) => settings.dnsServers,
    values: [
      ['off', []],
      ['10.0.0.2, [2001:db8::53]:5353 ::1', ['10.0.0.2', '[2001:db8::53]:5353', '::1']],
    ],
  },
  SMTP_URL: {
    of: ({ smtpUrls }) => smtpUrls.join(' and '),
    values: [
      ['smtp://mail', 'smtp://mail'],
      ['smtps://AKIA:ab+c/d@email-smtp.eu-west-1.amazonaws.com', 'smtps://AKIA:ab%2Bc%2Fd@email-smtp.eu-west-1.amazonaws.com'],
      ['smtps://AKIA:1/2?3#4@mail:465', 'smtps://AKIA:1%2F2%3F3%234@mail:465'],
      ['smtps://user@acme.com:p:a@ss@mail', 'smtps://user%40acme.com:p%3Aa%40ss@mail'],
      ['smtps://user%40acme.com:p%2Bw@mail', 'smtps://user%40acme.com:p%2Bw@mail'],
      ['smtps://user:100%@mail', 'smtps://user:100%25@mail'],
      ['smtp://user:pw@mail:587', 'smtp://user:pw@mail:587?requireTLS=true'],
      ['smtp://user:pw@mail:587?requireTLS=false', 'smtp://user:pw@mail:587?requireTLS=false'],
      ['smtp://user:pw@localhost:1025', 'smtp://user:pw@localhost:1025'],
      ['smtp+starttls://mail:587', 'smtp://mail:587?requireTLS=true'],
      ['smtp://[2001:db8::1]:25', 'smtp://[2001:db8::1]:25'],
      ['SMTP://mail', 'smtp://mail'],
      ['smtp://a smtp://b:26', 'smtp://a and smtp://b:26'],
      ['smtp://a,smtps://u:p@b ,\n SMTP://c', 'smtp://a and smtps://u:p@b and smtp://c'],
      ['smtps://u:p,q,r@a, smtp+tls://b', 'smtps://u:p%2Cq%2Cr@a and smtps://b'],
    ],
  },
  REDIS_URL: {
    of: ({ redisUrl }) => redisUrl,
    values: [
      ['redis://cache', 'redis://cache'],
      ['redis://cache:6379/1', 'redis://cache:6379/1'],
      ['rediss://user:p/w@cache:6380/0', 'rediss://user:p%2Fw@cache:6380/0'],
      ['redis://:pw@cache', 'redis://:pw@cache'],
      ['valkey://cache:6379', 'redis://cache:6379'],
      ['valkeys://cache:6379', 'rediss://cache:6379'],
      ['redis://cache?family=6', 'redis://cache?family=6'],
      ['redis-cluster://a:7000,b:7001,[::1]:7002', 'redis-cluster://a:7000,b:7001,[::1]:7002'],
      ['redis+cluster://user:p,w/@a,b/0', 'redis-cluster://user:p%2Cw%2F@a,b/0'],
      ['VALKEYS+CLUSTER://a', 'rediss-cluster://a'],
      ['redis-sentinel://a,b:26380/my.master-1', 'redis-sentinel://a,b:26380/my.master-1'],
      [
        'rediss+sentinel://user:p@ss@a,b/mymaster/3?sentinel_password=s%2Fw',
        'rediss-sentinel://user:p%40ss@a,b/mymaster/3?sentinel_password=s%2Fw',
      ],
      [
        'rediss://a?ssl_ca_certs=package.json&ssl_check_hostname=false',
        'rediss://a?ssl_ca_certs=package.json&ssl_check_hostname=false',
      ],
    ],
  },
  PUBLIC_URL: {
    of: ({ settings }) => settings.publicUrl,
    values: [
      ['https://accounts.acme.com', 'https://accounts.acme.com'],
      ['https://accounts.acme.com/', 'https://accounts.acme.com'],
      ['HTTPS://Accounts.acme.com:443', 'https://accounts.acme.com'],
    ],
  },
  BREACHED_PASSWORDS_URL: {
    of: ({ settings }) => settings.breachedPasswordsUrl,
    values: [
      ['https://api.pwnedpasswords.com', 'https://api.pwnedpasswords.com'],
      [' https://mirror.acme.com/pwned/ ', 'https://mirror.acme.com/pwned'],
      ['http://10.0.0.7:8080', 'http://10.0.0.7:8080'],
      ['off', undefined],
    ],
  },
  PORT: {
    of: ({ host, port }) => [host, port],
    values: [
      ['4000', [undefined, 4000]],
      [' 80 ', [undefined, 80]],
      [':4000', [undefined, 4000]],
      ['0.0.0.0:4000', ['0.0.0.0', 4000]],
      ['127.0.0.1:4000', ['127.0.0.1', 4000]],
      ['localhost:4000', ['localhost', 4000]],
      ['[::1]:4000', ['::1', 4000]],
      ['[::]:4000', ['::', 4000]],
    ],
  },
  SESSION_TTL: {
    of: ({ settings }) => settings.sessionTtl,
    values: [
      ['2592000', 30 * DAY],
      ['P30D', 30 * DAY],
      ['P1W', 7 * DAY],
      ['PT1H30M', 1.5 * HOUR],
      ['P1DT12H', 36 * HOUR],
      ['1d12h', 36 * HOUR],
      ['1d 12h', 36 * HOUR],
      ['1h30m', 1.5 * HOUR],
      ['90m', 1.5 * HOUR],
      ['2 weeks', 14 * DAY],
      ['12 hours', 12 * HOUR],
      ['24H', DAY],
      ['1s', 1_000],
      ['400d', 400 * DAY],
    ],
  },
  CLIENT_LIMIT: {
    of: ({ settings }) => settings.clientLimit,
    values: [
      ['300/m', { most: 300, perMs: 60_000 }],
      ['300/min', { most: 300, perMs: 60_000 }],
      ['300/minute', { most: 300, perMs: 60_000 }],
      ['300 per minute', { most: 300, perMs: 60_000 }],
      ['300 / 1m', { most: 300, perMs: 60_000 }],
      ['5/s', { most: 5, perMs: 1_000 }],
      ['1000/h', { most: 1_000, perMs: HOUR }],
      ['5/30s', { most: 5, perMs: 30_000 }],
      ['OFF', null],
      ['none', null],
      ['false', null],
    ],
  },
  MAIL_LIMIT: {
    of: ({ settings }) => settings.mailLimit,
    values: [
      ['14/s', { most: 14, perMs: 1_000 }],
      ['10000/1d', { most: 10_000, perMs: DAY }],
      ['off', null],
    ],
  },
  MAIL_LIMIT_PER_PORTAL: {
    of: ({ settings }) => settings.mailLimitPerPortal,
    values: [
      ['100/1m', { most: 100, perMs: 60_000 }],
      ['off', null],
    ],
  },
  LOG_LEVEL: {
    of: ({ logLevel }) => logLevel,
    values: [
      ['INFO', 'info'],
      ['WARN', 'warn'],
      ['warning', 'warn'],
      ['Error', 'error'],
      ['off', 'silent'],
      ['none', 'silent'],
      ['debug', 'debug'],
    ],
  },
  NODE_ENV: {
    of: ({ isDevelopment }) => isDevelopment,
    values: [
      ['', true],
      ['development', true],
      ['dev', true],
      ['test', true],
      ['production', false],
      ['prod', false],
      ['Production', false],
      ['staging', false],
      ['preview', false],
    ],
  },
  TRUSTED_DOCUMENTS: {
    of: ({ trustedDocuments }) => trustedDocuments,
    values: [
      ['off', undefined],
      ['false', undefined],
      ['OFF', undefined],
      ['none', undefined],
      ['0', undefined],
      ['./documents.json', './documents.json'],
    ],
  },
  TRUSTED_PROXIES: {
    of: ({ trustedProxies }) => (trustedProxies instanceof BlockList ? trustedProxies.rules.length : trustedProxies),
    values: [
      ['0', 0],
      ['2', 2],
      ['loopback', 2],
      ['loopback, 10.0.0.0/8', 3],
      ['192.0.2.1 2001:db8::/32', 2],
      ['uniquelocal', 4],
    ],
  },
  MAIL_DOMAINS: {
    of: ({ settings }) => settings.mailDomains,
    values: [
      ['', []],
      ['off', []],
      [
        'acme.com, bank-b=Bank-B.example',
        [
          { portal: null, domain: 'acme.com' },
          { portal: 'bank-b', domain: 'bank-b.example' },
        ],
      ],
      ['demo=bücher.example', [{ portal: 'demo', domain: 'xn--bcher-kva.example' }]],
    ],
  },
  PORTAL_HOSTS: {
    of: ({ settings }) =>
      settings.portalHosts?.map(({ portal, host }) => (portal === null ? host : `${portal}=${host}`)) ?? null,
    values: [
      ['', null],
      ['off', []],
      ['None', []],
      ['public', ['public']],
      ['Developers.ACME.com., *.Acme.Internal.', ['developers.acme.com', '*.acme.internal']],
      ['public,, *.internal , demo=a.b.internal', ['public', '*.internal', 'demo=a.b.internal']],
      ['bücher.example *.BÜCHER.example', ['xn--bcher-kva.example', '*.xn--bcher-kva.example']],
      ['xn--bcher-kva.example', ['xn--bcher-kva.example']],
      ['demo=public\nbank-b=*.bank-b.example', ['demo=public', 'bank-b=*.bank-b.example']],
      [
        Array.from({ length: 100 }, (_, n) => `p${n}=h${n}.acme.com`).join(),
        Array.from({ length: 100 }, (_, n) => `p${n}=h${n}.acme.com`),
      ],
    ],
  },
  SECRET_KEY: {
    of: () => 'taken',
    values: [
      [randomBytes(32).toString('base64'), 'taken'],
      [randomBytes(32).toString('base64url'), 'taken'],
      [
        randomBytes(64)
          .toString('base64')
          .replace(/^.{64}/, '$&\n'),
        'taken',
      ],
      [randomBytes(32).toString('hex'), 'taken'],
    ],
  },
};

test.each(
  Object.entries(TAKEN).flatMap(([name, { of, values }]) => values.map(([value, read]) => [name, value, of, read] as const)),
)('%s takes %j', (name, value, of, read) => {
  expect(of(withValue(name, value))).toEqual(read);
});

const MONTHS = 'must use days, because months and years differ in length';
const DURATION = 'must be a duration such as 24h, 90s, 1d12h, P30D or 3600 for seconds';
const RATE = 'must be a number and a duration such as 300/1m, 300/min or 5/s, or off';
const PORT = 'must be a port such as 4000, or an address and a port such as 127.0.0.1:4000 or [::1]:4000';
const OF_REDIS = 'family, ssl_ca_certs, ssl_certfile, ssl_keyfile, ssl_check_hostname';
const SEVERAL = 'names several hosts: write redis-cluster:// for a Cluster, redis-sentinel:// for Sentinels';
const UNNAMED = 'must name the primary after the hosts, as in redis-sentinel://one:26379,two:26379/mymaster';
const SOCKET = 'names a socket: Gatehouse needs the host and port of Redis';
const SENDER = 'must be one email address such as no-reply@example.com, or Acme <no-reply@example.com>';
const NOT_RANDOM = 'is not a random key: use one such as `openssl rand -base64 32` prints';
const EVERYBODY = 'would believe everybody: list the networks of your proxies';
const PROXIES = 'must be a number of proxies, or addresses and networks such as loopback, 10.0.0.0/8';
const DOMAINS = /^must be domains such as example\.com, or of a portal and a domain/;
const PORTALS = /^must be names of hosts such as developers\.acme\.com or \*\.acme\.com, or of a portal and a host/;
const HOSTS = /without https:\/\/, patterns and networks$/;

/** Values that are wrong, and the true reason that is given for each. */
const REFUSED: Record<string, [value: string, reason: string | RegExp][]> = {
  MAIL_FROM: [
    ['Acme', SENDER],
    ['Acme, Inc. <no-reply@acme.com>', SENDER],
    ['a@x.test, b@x.test', SENDER],
    ['<a@x.test>, <b@x.test>', SENDER],
    ['Acme <a@x.test> x', SENDER],
  ],
  MAIL_SPF: [
    ['v=spf1 include:acme.com ~all', /^must be at most 5 mechanisms of SPF/],
    ['acme.com', /^must be at most 5 mechanisms of SPF/],
    ['mx:a.b mx:c.d mx:e.f mx:g.h mx:i.j mx:k.l', /^must be at most 5 mechanisms of SPF/],
  ],
  DNS_SERVERS: [
    ['ns.acme.com', /^must be at most 3 IP addresses/],
    ['10.0.0.1:70000', /^must be at most 3 IP addresses/],
    ['10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4', /^must be at most 3 IP addresses/],
  ],
  SMTP_URL: [
    ['mail:587', 'must start with smtp:// or smtps://, before the host and port'],
    ['mail', 'must start with smtp:// or smtps://'],
    ['http://mail', 'must start with smtp:// or smtps://'],
    ['ses://key:secret@eu-west-1', /^must be the SMTP URL of SES: smtps:/],
    ['smtp://', 'names no host'],
    ['smtp://:25', 'names no host'],
    ['smtp://a:25,b:25', 'names several hosts: Gatehouse connects to one'],
    ['smtp://a, http://b', 'names several hosts: Gatehouse connects to one'],
    ['smtp://a smtp://', 'names no host'],
    ['smtp://a:25, smtps://user@a:25', 'names the same host and port twice'],
    [[...'abcdef'].map((host) => `smtp://${host}`).join(), `names more than ${MOST_MAIL_SERVERS} mail servers`],
    ['smtp://mail:70000', 'is not a valid URL: after the host there can only be a port from 1 to 65535'],
    ['smtp://mail/x', 'must not have a path'],
    ['smtp://mail#x', 'is not a valid URL: it has a part that starts with #'],
    ['smtp://my mail', 'is not a valid URL: it contains white space'],
  ],
  REDIS_URL: [
    ['cache:6379', 'must start with redis:// or rediss://'],
    ['redis://a:1,b:2', SEVERAL],
    ['rediss://user:pw@a,b/1', SEVERAL],
    ['redis-cluster://a:1,b:70000', 'is not a valid URL: after the host there can only be a port from 1 to 65535'],
    ['redis-cluster://a:1,', 'names no host'],
    ['redis-cluster://', 'names no host'],
    ['redis-cluster://a,b/1', 'must end after the hosts: a Cluster has only the database 0'],
    ['redis-sentinel://a,b', UNNAMED],
    ['redis-sentinel://a,b/', UNNAMED],
    ['redis-sentinel://a,b/my master', 'is not a valid URL: it contains white space'],
    ['redis-sentinel://a,b/mymaster/x', UNNAMED],
    ['redis-sentinel://a,b/0?sentinelMasterId=mymaster', UNNAMED],
    ['redis-sentinel://a,b/0#mymaster', 'is not a valid URL: it has a part that starts with #'],
    ['sentinel://a/mymaster', 'must start with redis-sentinel:// for Sentinels'],
    ['redis-ring://a,b', 'must start with redis:// or rediss://'],
    ['redis://a?keyPrefix=x', `has the parameter keyPrefix, and can have only ${OF_REDIS}`],
    ['redis-cluster://a?sentinel_password=x', `has the parameter sentinel_password, and can have only ${OF_REDIS}`],
    ['redis://a?family=5', 'has a family that is not 4, 6 or 0 for both'],
    ['redis-cluster://a?ssl_ca_certs=/x', 'has ssl_ca_certs, which needs TLS: write rediss in place of redis'],
    ['rediss://a?ssl_ca_certs=/x', 'has ssl_ca_certs, and that file cannot be read'],
    ['rediss://a?ssl_certfile=package.json', 'must have ssl_certfile and ssl_keyfile, or neither'],
    ['rediss://a?ssl_check_hostname=false', 'has ssl_check_hostname=false, which needs ssl_ca_certs'],
    ['rediss://a?ssl_check_hostname=no', 'has an ssl_check_hostname that is not true or false'],
    ['unix:///run/redis.sock', SOCKET],
    ['/run/redis.sock', SOCKET],
    ['redis+socket:///run/redis.sock', SOCKET],
    ['redis://cache/gatehouse', 'must end with the number of a database such as /0, or without a path'],
  ],
  PUBLIC_URL: [
    ['accounts.acme.com', 'must start with http:// or https://'],
    ['https://accounts.acme.com/x', 'must not have a path'],
    ['https://accounts.acme.com?x=1', 'must end after the host and port, without ? and #'],
    ['https://accounts.acme.com/#x', 'must end after the host and port, without ? and #'],
    ['https://user@accounts.acme.com', 'must not have a user name'],
    ['https://', 'is not a valid URL'],
    ['https://acme:x', 'is not a valid URL'],
  ],
  PORT: [
    ['0x50', PORT],
    ['4e3', PORT],
    ['+4000', PORT],
    ['99999', PORT],
    ['acme.com:4000', PORT],
    ['::1:4000', PORT],
    ['tcp://10.0.0.1:4000', /^has the value that Kubernetes sets for a service of this name/],
  ],
  SECRET_KEY: [
    ['0'.repeat(44), NOT_RANDOM],
    ['a'.repeat(64), NOT_RANDOM],
    ['a'.repeat(43), NOT_RANDOM],
    ['please-change-me-please-change-me-please-change-me', NOT_RANDOM],
    ['Please-Change-Me-Now-Or-The-Auditors-Will-Find-This-1234', NOT_RANDOM],
    ['correct-horse-battery-staple-1-2-3-4-5-6-7-8-9-0', NOT_RANDOM],
    [Buffer.alloc(32).toString('base64'), NOT_RANDOM],
    ['0123456789abcdef'.repeat(4), NOT_RANDOM],
    ['qK3v9XzR7TfB'.repeat(4), NOT_RANDOM],
    [`base64:${randomBytes(32).toString('base64')}`, 'must be only the base64 text, without base64: in front'],
    [randomBytes(16).toString('hex'), /^must be at least 32 random bytes in base64/],
    ['pass phrase, with words and a comma in between them', /^must be base64/],
  ],
  SESSION_TTL: [
    ['1mo', MONTHS],
    ['P1M', MONTHS],
    ['P1Y', MONTHS],
    ['10000y', MONTHS],
    ['401d', 'must be at most 400d'],
    ['500ms', 'must be at least 1s'],
    ['0', 'must be at least 1s'],
    ['a while', DURATION],
    ['P', DURATION],
    ['1h x', DURATION],
    ['-1h', DURATION],
  ],
  VERIFICATION_TTL: [['91d', 'must be at most 90d']],
  CLIENT_LIMIT: [
    ['0', 'must be at least 1. Use off for no limit'],
    ['0/1m', 'must be at least 1. Use off for no limit'],
    ['300', RATE],
    ['300/10ms', RATE],
    ['many', RATE],
  ],
  MAIL_LIMIT: [
    ['0/1m', 'must be at least 1. Use off for no limit'],
    ['-5/1m', RATE],
    ['100', RATE],
    ['100/2d', RATE],
    ['a lot', RATE],
  ],
  MAIL_LIMIT_PER_PORTAL: [
    ['0', 'must be at least 1. Use off for no limit'],
    ['1.5/s', RATE],
    ['100/portal', RATE],
  ],
  TRUSTED_PROXIES: [
    ['true', 'would believe everybody: give the number of your proxies, or their addresses'],
    ['*', 'would believe everybody: give the number of your proxies, or their addresses'],
    ['0.0.0.0/0', EVERYBODY],
    ['11', 'must be at most 10 proxies, or their addresses'],
    ['10.0.0.0/33', PROXIES],
    ['proxy.internal', PROXIES],
    ['-1', PROXIES],
  ],
  LOG_LEVEL: [['loud', 'must be one of trace, debug, info, warn, error, fatal, silent']],
  TRUSTED_DOCUMENTS: [['true', 'must be the path of a manifest, or off']],
  SSO_ALLOWED_PRIVATE_HOSTS: [
    ['*.internal', HOSTS],
    ['*', HOSTS],
    ['true', HOSTS],
    ['10.0.0.0/8', HOSTS],
    ['https://idp.internal', HOSTS],
  ],
  PORTAL_HOSTS: [
    ...[',', '*', '*.', '*.*', '*.*.acme.com', 'a*.acme.com', 'acme.*', '.acme.com', 'acme.com..', '*.acme..com', '.'],
    ...['acme.com:443', '*.acme.com:*', 'https://acme.com', 'acme.com/portal', 'user@acme.com', 'a_b.acme.com', '-a.acme.com'],
    ...['10.0.0.1', '*.0.0.1', '10.0.0.0/8', '[::1]', '::1', '2130706433', '0x7f.1', 'xn--.com', 'a\u200bcme.com'],
    ...['localhost', 'gatehouse', 'true', 'a.acme.com,off', 'Not_A_Slug=acme.com', 'a=b=acme.com', 'demo=', '=acme.com'],
    ...[`${'a'.repeat(64)}.com`],
  ].map((value): [string, RegExp] => [value, PORTALS]),
  MAIL_DOMAINS: [
    ['*.acme.com', DOMAINS],
    ['no-reply@acme.com', DOMAINS],
    ['acme', DOMAINS],
    ['a=b=acme.com', DOMAINS],
    ['Not_A_Slug=acme.com', DOMAINS],
  ],
};

test.each(Object.entries(REFUSED).flatMap(([name, values]) => values.map(([value, reason]) => [name, value, reason] as const)))(
  '%s refuses %j with its true reason',
  (name, value, reason) => {
    const said = complaint(name, value);
    expect(said.startsWith(`${name} `)).toBe(true);
    if (typeof reason === 'string') expect(said.slice(name.length + 1)).toBe(reason);
    else expect(said.slice(name.length + 1)).toMatch(reason);
  },
);

test('SMTP_HOST and the like, which other products read, are not passed over in silence', () => {
  const { SMTP_URL: _, ...rest } = good;
  expect(() => readConfig({ ...rest, SMTP_HOST: 'mail' })).toThrow(
    '  SMTP_URL is not set: Gatehouse does not read SMTP_HOST and similar variables',
  );
});

test('a key that was made at random is taken', () => {
  for (let round = 0; round < 500; round++) {
    for (const encoding of ['base64', 'hex'] as const) withValue('SECRET_KEY', randomBytes(32).toString(encoding));
  }
});
