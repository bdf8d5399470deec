import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { MOST_TRIES as MOST_ACCEPTANCES } from '../../domain/developers/accept-invitation.ts';
import { MOST_TRIES as MOST_MOVES } from '../../domain/email-changes/move-address.ts';
import { MOST_TRIES as MOST_CONFIRMATIONS } from '../../domain/sso/confirm-sso.ts';
import { LONGEST_ID_TOKEN, sealIdToken } from '../../domain/sso/open-session.ts';
import { MOST_TRIES as MOST_REGISTRATIONS } from '../../domain/sso/register-by-sso.ts';
import { TRIAL_TTL } from '../../domain/sso-connections/test-sso-connection.ts';
import { MOST_TRIES as MOST_TRANSACTIONS, transaction } from '../../domain/transaction.ts';
import { openDoorbell, RING_PAUSE_MS } from '../../doorbell/ring.ts';
import { MOST_ROLES } from '../../schema/admins.ts';
import { LONGEST_USER_AGENT } from '../../server/client.ts';
import { PREFLIGHT_SECONDS } from '../../server/graphql.ts';
import { MOST_TRIES as MOST_LOG_INS } from '../../server/sso/cookies.ts';
import { MOST_APPLICANTS_NAMED } from '../../worker/handlers/send-new-request-email.ts';
import { addAdmin, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { testConnection } from '../kit/connections.ts';
import { whoAskedToMove } from '../kit/email-changes.ts';
import { send } from '../kit/graphql.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { acceptInvitation, invited } from '../kit/invitations.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { confirmEmailChange } from '../kit/own-account.ts';
import {
  approvedPerson,
  confirmSso,
  DEAD_LINK,
  lastMailTo,
  logIn,
  mailedToken,
  PASSWORD,
  verifiedPerson,
} from '../kit/people.ts';
import { comeIn, connect, failure, goToProvider } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

/** A sequence counts also what is rolled back. */
await gatehouse.sql(`CREATE SEQUENCE refused;
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('refused') <= TG_ARGV[0]::int THEN RAISE unique_violation USING MESSAGE = 'taken'; END IF;
    RETURN NEW;
  END $$`);

/** While an act runs, the database says of a table some times that another request was faster. @returns how often it was asked */
async function whileTaken<Answer>(when: string, times: number, act: () => Promise<Answer>): Promise<[Answer, number]> {
  await gatehouse.sql('ALTER SEQUENCE refused RESTART');
  await gatehouse.sql(`CREATE TRIGGER refuse BEFORE ${when} FOR EACH ROW EXECUTE FUNCTION refuse(${times})`);
  try {
    const answer = await act();
    const [asked] = await gatehouse.sql<{ times: number }>('SELECT last_value::int AS times FROM refused');
    return [answer, asked?.times ?? 0];
  } finally {
    await gatehouse.sql(`DROP TRIGGER refuse ON ${when.split(' ').at(-1)}`);
  }
}

beforeEach(() => issuer.behave());

const person = (sub: string) => ({ sub, name: 'Ada Lovelace', email: `${sub}@tries.test`, email_verified: true });

test('an email change is tried 3 times while others take the email address, and then the link is refused', async () => {
  const { confirmation } = await whoAskedToMove(gatehouse, admin, 'old@tries.test', 'new@tries.test');
  const confirm = (times: number) =>
    whileTaken('UPDATE OF email ON developers', times, () => confirmEmailChange(gatehouse, confirmation));
  expect(await confirm(MOST_MOVES)).toEqual([expect.objectContaining(DEAD_LINK), 3]);
  expect(await confirm(MOST_MOVES - 1)).toEqual([
    expect.objectContaining({ __typename: 'ConfirmEmailChangeSuccess', email: 'new@tries.test' }),
    3,
  ]);
});

test('an invitation is accepted in 3 attempts while others take the email address, and then the link is refused', async () => {
  const { token } = await invited(gatehouse, 'accepts@tries.test', admin);
  const accept = (times: number) => whileTaken('INSERT ON developers', times, () => acceptInvitation(gatehouse, token));
  expect(await accept(MOST_ACCEPTANCES)).toEqual([expect.objectContaining(DEAD_LINK), 3]);
  expect(await accept(MOST_ACCEPTANCES - 1)).toEqual([expect.objectContaining({ __typename: 'AcceptInvitationSuccess' }), 3]);
});

test('a registration by SSO is tried 3 times while others take the email address, and then there is none', async () => {
  issuer.behave({ person: person('registers') });
  const isIn = async (times: number) => {
    const [{ browser }, tries] = await whileTaken('INSERT ON developers', times, () => comeIn(connection));
    return [browser.cookies.some(({ name }) => name === 'gatehouse-demo'), tries];
  };
  expect(await isIn(MOST_REGISTRATIONS)).toEqual([false, 3]);
  expect(await isIn(MOST_REGISTRATIONS - 1)).toEqual([true, 3]);
});

test('a link that links an account is tried 3 times while others change the account, and then it is refused', async () => {
  await approvedPerson(gatehouse, 'links@tries.test', admin);
  issuer.behave({ person: person('links') });
  await comeIn(connection);
  const token = await mailedToken(gatehouse, 'links@tries.test');
  const confirm = (times: number) => whileTaken('INSERT ON sso_identities', times, () => confirmSso(gatehouse, token));
  expect(await confirm(MOST_CONFIRMATIONS)).toEqual([expect.objectContaining(DEAD_LINK), 3]);
  expect(await confirm(MOST_CONFIRMATIONS - 1)).toEqual([expect.objectContaining({ __typename: 'ConfirmSsoSuccess' }), 3]);
});

test('the link to a trial log-in is good for 10 minutes', async () => {
  const endAfter = async (ms: number) => {
    const { trialUrl } = await succeed(testConnection(gatehouse, connection.id, admin), 'trialUrl');
    await gatehouse.sql("UPDATE sso_trials SET expires_at = expires_at - $1 * interval '1 millisecond'", [ms]);
    return failure(await openBrowser().visit(trialUrl));
  };
  expect([TRIAL_TTL, await endAfter(TRIAL_TTL - 5_000), await endAfter(TRIAL_TTL)]).toEqual([600_000, null, 'EXPIRED']);
});

test('the email about new requests names 10 people, and counts one more', async () => {
  await updatePortal(gatehouse, { showApplicants: true }, admin);
  const wait = (from: number, to: number) =>
    gatehouse.sql(
      `INSERT INTO developers (id, portal_id, email, typed_email, full_name, email_verified_at, updated_at)
       SELECT gen_random_uuid(), id, n || '@wait.test', n || '@wait.test', 'Waits', now(), now()
       FROM portals, generate_series($1::int, $2::int) n WHERE slug = 'demo'`,
      [from, to],
    );
  const told = async () => {
    await gatehouse.sql(
      "UPDATE jobs SET status = 'QUEUED', finished_at = NULL, attempt = 0, due_at = now() WHERE name = 'sendNewRequestEmail'",
    );
    await gatehouse.drain();
    const { subject, text } = lastMailTo(gatehouse, ADMIN.email);
    return [Number.parseInt(subject, 10), new Set(text.match(/\S+@wait\.test/g)).size];
  };
  await gatehouse.sql('DELETE FROM developers');
  await verifiedPerson(gatehouse, 'first@wait.test');
  await wait(2, MOST_APPLICANTS_NAMED);
  expect(await told()).toEqual([10, 10]);
  await wait(11, 11);
  expect(await told()).toEqual([11, 10]);
});

test('a transaction that meets a conflict is tried 3 times, and then it fails', async () => {
  const run = async (conflicts: number) => {
    let tries = 0;
    const isDone = await transaction(gatehouse.app, async (tx) => {
      if (++tries <= conflicts) await tx.$executeRaw`DO $$ BEGIN RAISE serialization_failure; END $$`;
    }).then(
      () => true,
      () => false,
    );
    return [isDone, tries];
  };
  expect([await run(MOST_TRANSACTIONS - 1), await run(MOST_TRANSACTIONS)]).toEqual([
    [true, 3],
    [false, 3],
  ]);
});

test('a browser can have 5 log-ins by SSO open; with one more, all older ones end', async () => {
  const open = async (times: number) => {
    const browser = openBrowser();
    const ways = [];
    for (let time = 0; time < times; time++) ways.push(await goToProvider(connection, {}, browser));
    const ends = [];
    for (const { callback } of ways) ends.push(failure(await browser.visit(callback)));
    return ends.map((reason) => reason === null);
  };
  expect(await open(MOST_LOG_INS)).toEqual([true, true, true, true, true]);
  expect(await open(MOST_LOG_INS + 1)).toEqual([false, false, false, false, false, true]);
});

test('an ID token of 8 kB is stored with a session, and one that is a byte longer is not', () => {
  const isStored = (length: number) => sealIdToken(gatehouse.app, 'one', 'x'.repeat(length)) !== null;
  expect([LONGEST_ID_TOKEN, isStored(LONGEST_ID_TOKEN), isStored(LONGEST_ID_TOKEN + 1)]).toEqual([8 * 1024, true, false]);
});

test('512 characters of a User-Agent header are stored, and the rest is cut off', async () => {
  await approvedPerson(gatehouse, 'agent@tries.test', admin);
  const stored = async (length: number) => {
    await logIn(gatehouse, 'agent@tries.test', PASSWORD, {}, { headers: { 'user-agent': 'x'.repeat(length) } });
    const [row] = await gatehouse.sql<{ length: number }>(
      'SELECT length(user_agent) FROM sessions ORDER BY created_at DESC, id DESC LIMIT 1',
    );
    return row?.length;
  };
  expect([
    await stored(LONGEST_USER_AGENT - 1),
    await stored(LONGEST_USER_AGENT),
    await stored(LONGEST_USER_AGENT + 1),
  ]).toEqual([511, 512, 512]);
});

test('a browser may remember the answer to a preflight for 10 minutes', async () => {
  await updatePortal(gatehouse, { origins: ['https://pages.test'] }, admin);
  const asks = { origin: 'https://pages.test', 'access-control-request-method': 'POST' };
  const { headers } = await send(`${gatehouse.url}/graphql`, 'OPTIONS', asks);
  expect([headers['access-control-max-age'], PREFLIGHT_SECONDS]).toEqual(['600', 600]);
});

test('an admin reads 1,000 roles, and the newest one beyond is left out', async () => {
  const token = await addAdmin(gatehouse, 'roles@tries.test', 'VIEWER', 'demo');
  const roles = async () => {
    const { data } = await gatehouse.graphql<{ admin: { roles: { portal: { slug: string } }[] } }>(
      '{ admin { roles { portal { slug } } } }',
      {},
      { token },
    );
    return data.admin.roles.map(({ portal }) => portal.slug);
  };
  const add = (from: number, to: number) =>
    gatehouse.sql(
      `WITH portal AS (
         INSERT INTO portals (id, slug, name, catalog_url, contact_email)
         SELECT gen_random_uuid(), 'role-' || n, 'Role', 'https://c.test', 'c@c.test' FROM generate_series($1::int, $2::int) n
         RETURNING id, slug
       )
       INSERT INTO admin_roles (id, admin_id, portal_id, role)
       SELECT ('ffffffff' || lpad(substr(slug, 6), 24, '0'))::uuid, (SELECT id FROM admins WHERE email = 'roles@tries.test'), id, 'VIEWER'
       FROM portal`,
      [from, to],
    );
  await add(1, MOST_ROLES - 1);
  const all = await roles();
  expect([all.length, all[0]]).toEqual([1_000, 'demo']);
  await add(MOST_ROLES, MOST_ROLES);
  expect(await roles()).toEqual(all);
});

test('any number of rings at once are two: the first, and one for all others after a pause', async () => {
  const rings = () => gatehouse.sql('SELECT 1 FROM bullmq.job');
  // The last ring of an earlier test may still be on its way.
  await setTimeout(2 * RING_PAUSE_MS);
  const before = (await rings()).length;
  const { ring, close } = openDoorbell(
    { databaseDirectUrl: gatehouse.databaseUrl, redisUrl: undefined },
    pino({ level: 'silent' }),
  );
  for (let n = 0; n < 1_000; n++) ring(['MAILS']);
  await close();
  expect([RING_PAUSE_MS, (await rings()).length - before]).toEqual([250, 2]);
});
