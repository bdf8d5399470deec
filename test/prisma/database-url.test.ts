import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { InvalidEnvironment, readConfig } from '../../config.ts';
import { directUrlOf, readDatabaseUrl } from '../../prisma/database-url.ts';
import { present } from '../kit/present.ts';

const HOST = 'postgresql://gatehouse:secret-word@db:5432/gatehouse';

/** What is said about an environment; fails where nothing is. */
function complaint(databaseUrl: string, directUrl = ''): string {
  const key = randomBytes(32).toString('base64');
  const rest = { SMTP_URL: 'smtp://mail:25', SECRET_KEY: key, MAIL_FROM: 'no-reply@gatehouse.test' };
  try {
    readConfig({ ...rest, DATABASE_URL: databaseUrl, DATABASE_DIRECT_URL: directUrl });
  } catch (error) {
    if (error instanceof InvalidEnvironment) return error.message;
    throw error;
  }
  expect.fail('nothing was wrong with it');
}

test.for([
  ['connect_timeout=10', 'the parameter connect_timeout that Gatehouse does not accept: Gatehouse waits 3 s'],
  ['pool_timeout=0', 'pool_timeout'],
  ['statement_timeout=1', 'statement_timeout that Gatehouse does not accept: Gatehouse sets it'],
  ['client_encoding=LATIN1', 'client_encoding'],
  ['channel_binding=require', 'channel_binding'],
  ['target_session_attrs=standby', 'a target_session_attrs that is not read-write'],
  ['load_balance_hosts=random', 'a load_balance_hosts that is not disable'],
  ['max=100', 'the parameter max that Gatehouse does not accept: it does not know this name'],
  ['Schema=gatehouse', 'the parameter Schema'],
  ['schema=', 'a schema that is not a valid name'],
  ['schema=a&schema=b', 'the parameter schema twice'],
  ['connection_limit=0', 'connection_limit'],
  ['pgbouncer=yes', 'pgbouncer'],
  ['sslmode=allow', 'an sslmode that is not one of'],
  ['ssl=false', 'an ssl that is not one of'],
  ['sslrootcert=/nowhere/ca.pem', 'an sslrootcert that does not name a readable file'],
  ['host=a,b', 'names several hosts by a parameter: write them before the path, as h1:5432,h2:5432'],
])('fault 7: ?%s is refused by its name', ([parameters, reason]) => {
  expect(complaint(`${HOST}?${parameters}`)).toMatch(/\n {2}DATABASE_URL /);
  expect(complaint(`${HOST}?${parameters}`)).toContain(reason);
  expect(complaint(HOST, `${HOST}?${parameters}`)).toMatch(/\n {2}DATABASE_DIRECT_URL /);
});

test.for([
  ['mysql://db/gatehouse', 'must start with postgresql:// or postgres://'],
  ['postgresql://a:5432,/gatehouse', 'is not a valid URL'],
  ['postgresql://a:5432,:5433/gatehouse', 'is not a valid URL'],
  ['postgresql://u:secret-word@a:5432,b:65536/gatehouse', 'is not a valid URL'],
  ['postgresql://a:5432,b:5432/gatehouse?host=/run', 'names hosts twice'],
  ['postgresql://u:secret#word@db/gatehouse', 'contains a #'],
  ['postgresql://u:secret/word@db/gatehouse', 'is not a valid URL'],
  ['postgresql://u:secret?word@db/gatehouse', 'is not a valid URL'],
  ['postgresql://db/gatehouse?secret-word@db/gatehouse', 'has a parameter that Gatehouse does not accept'],
])('fault 7: %s is refused for what is wrong with it', ([databaseUrl, reason]) => {
  expect(complaint(present(databaseUrl))).toContain(`DATABASE_URL ${reason}`);
  expect(complaint(present(databaseUrl))).not.toMatch(/secret|word@/);
});

test('fault 7: Gatehouse honours its own parameters and passes the rest to the driver', () => {
  const own = '?schema=gate%20house&connection_limit=3&pgbouncer=true';
  expect(complaint(`${HOST}${own}`)).toContain('schema');
  expect(readDatabaseUrl(`${HOST}?schema=gate&connection_limit=3&pgbouncer=true&application_name=a+b`)).toEqual({
    connectionString: `${HOST}?application_name=a+b`,
    connectionStrings: [`${HOST}?application_name=a+b`],
    schema: 'gate',
    connectionLimit: 3,
    isPooled: true,
  });
  expect(readDatabaseUrl(HOST)).toEqual({
    connectionString: HOST,
    connectionStrings: [HOST],
    schema: 'public',
    connectionLimit: undefined,
    isPooled: false,
  });
});

test.for([
  'postgres://u@/db?host=/var/run/postgresql',
  'postgresql://%2Fvar%2Frun/db',
  'postgresql:///db?host=/run',
  'postgresql://u:p@[::1]:5432/db',
])('%s is an address', (databaseUrl) => {
  expect(readDatabaseUrl(databaseUrl).connectionString).toBe(databaseUrl.replaceAll(/(?<=host=.*)\//g, '%2F'));
});

test('several hosts are an address each, with the user, the path and the parameters of all', () => {
  const rest = '?sslmode=verify-full';
  const all = readDatabaseUrl(`postgresql://u:p%2C@h1:5432,h2,[::1]:5433/db${rest}&target_session_attrs=read-write`);
  const each = ['h1:5432', 'h2', '[::1]:5433'].map((host) => `postgresql://u:p%2C@${host}/db${rest}`);
  expect(all).toMatchObject({ connectionString: each[0], connectionStrings: each });
  expect(readDatabaseUrl('postgresql://h1,h2/db').connectionStrings).toEqual(['postgresql://h1/db', 'postgresql://h2/db']);
});

test('the direct address has the schema of the other, and may not name another one', () => {
  expect(directUrlOf(`${HOST}?schema=gate`, undefined)).toBe(`${HOST}?schema=gate`);
  expect(directUrlOf(`${HOST}?schema=gate`, 'postgresql://direct/gatehouse')).toBe('postgresql://direct/gatehouse?schema=gate');
  expect(complaint(`${HOST}?schema=gate`, `${HOST}?schema=house`)).toContain('DATABASE_DIRECT_URL names another schema');
});
