import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { FIRST_PASS_MS } from '../../worker/mail-servers.ts';
import { type Fault, startRudeServer } from '../faults/parts/rude-smtp.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { scrape } from '../kit/metrics.ts';
import { signUp } from '../kit/people.ts';

const PATIENCE = { timeout: 60_000, interval: 20 };

const [first, second, port] = await Promise.all([startRudeServer(afterAll), startRudeServer(afterAll), freePort()]);
const gatehouse = await startInstallation({ SMTP_URL: `${first.url}, ${second.url}` });
await openDemoPortal(gatehouse);
await gatehouse.startWorker({ MANAGEMENT_PORT: String(port) });
const [firstName, secondName] = [first, second].map(({ url }) => new URL(url).host);

/** Signs up, and waits until each job was tried. */
const settled = async (email: string) => {
  await signUp(gatehouse, email);
  const untried = "SELECT status FROM jobs WHERE attempt = 0 OR status = 'RUNNING'";
  await vi.waitFor(async () => expect(await gatehouse.sql(untried)).toEqual([]), PATIENCE);
};
let mended = 0;
const stopped = new Set<typeof first>();
const stop = async (server: typeof first) => {
  stopped.add(server);
  await server.stop();
};
const startAgain = async () => {
  await Promise.all([...stopped].map((server) => server.start()));
  stopped.clear();
};
const jobs = () =>
  gatehouse.sql<{ status: string; attempt: number }>('SELECT status, attempt FROM jobs ORDER BY created_at, id');
let addresses = 0;
const newAddress = () => `person-${addresses++}@servers.test`;
const takenBy = ({ accepted }: typeof first) => accepted.flatMap(({ recipients }) => recipients);
const said = (text: string) => gatehouse.logs.filter((line) => line.includes(text)).map((line) => JSON.parse(line));
const PASSED = 'a mail server is passed over, its mails go to another one';
const AGAIN = 'a mail server is used again';
const REFUSED = 'a mail server refuses to send for us, the next one is asked';
/** Lines of the tests before. */
const refusals: string[] = [];
const areUp = async () => {
  const { value } = await scrape(port);
  return [firstName, secondName].map((server) => value('gatehouse_mail_server_up', { server: server ?? '' }));
};

beforeEach(async () => {
  for (const server of [first, second]) server.fault = null;
  await startAgain();
  // What the test before broke is mended.
  await vi.waitFor(async () => expect(await areUp()).toEqual([1, 1]), PATIENCE);
  // A mail that it takes ends the growth of the pauses.
  await settled(`mended-${mended++}@servers.test`);
  await gatehouse.sql('DELETE FROM jobs');
  for (const server of [first, second]) {
    server.accepted.length = 0;
    server.faultsOf.clear();
  }
  refusals.push(...said(REFUSED).map((line) => JSON.stringify(line)));
  gatehouse.logs.length = 0;
});

test('the first mail server gets all mails while it works', async () => {
  await settled('works@servers.test');
  expect([takenBy(first), takenBy(second)]).toEqual([['works@servers.test'], []]);
});

test('R59, R63: a mail server that is away is passed over in the same attempt, for some seconds, and told once', async () => {
  await stop(first);
  await settled('one@servers.test');
  await settled('two@servers.test');
  expect(await jobs()).toEqual([
    { status: 'DONE', attempt: 1 },
    { status: 'DONE', attempt: 1 },
  ]);
  expect(takenBy(second)).toEqual(['one@servers.test', 'two@servers.test']);
  const [line, ...more] = said(PASSED);
  expect([line, more]).toMatchObject([{ level: 40, mailServer: firstName, forSeconds: FIRST_PASS_MS / 1_000 }, []]);
  expect(line.reason).toContain('ECONNREFUSED');
  expect(await areUp()).toEqual([0, 1]);

  await startAgain();
  await vi.waitFor(() => expect(said(AGAIN)).toMatchObject([{ level: 30, mailServer: firstName }]), PATIENCE);
  await settled('three@servers.test');
  expect(takenBy(first)).toEqual(['three@servers.test']);
});

const lettingNobodyIn: [string, number, Fault][] = [
  ['421 instead of a greeting', 40, { at: 'greeting', does: { reply: '421 busy' } }],
  ['451 to EHLO', 40, { at: 'EHLO', does: { reply: '451 not now' } }],
  ['a wrong password', 50, { at: 'AUTH', does: { reply: '535 wrong password' } }],
  ['421 to RCPT', 40, { at: 'RCPT', does: { reply: '421 closing' } }],
];

test.each(lettingNobodyIn)('%s: another mail server gets the mail at once', async (name, level, fault) => {
  first.fault = fault;
  first.dropIdle();
  const email = `${name.replaceAll(' ', '-')}@servers.test`;
  await settled(email);
  expect(await jobs()).toEqual([{ status: 'DONE', attempt: 1 }]);
  expect([takenBy(first), takenBy(second)]).toEqual([[], [email]]);
  expect(said(PASSED)).toMatchObject([{ level, mailServer: firstName }]);
});

test('R63: one that greylists is no dead one: its mail waits, the next one goes to it, and the other server gets neither', async () => {
  first.faultsOf.set('grey@servers.test', { at: 'RCPT', does: { reply: '451 come back later' } });
  await settled('grey@servers.test');
  await settled('white@servers.test');
  expect(await jobs()).toEqual([
    { status: 'QUEUED', attempt: 1 },
    { status: 'DONE', attempt: 1 },
  ]);
  await vi.waitFor(() => expect(takenBy(first)).toEqual(['white@servers.test', 'grey@servers.test']), PATIENCE);
  expect([takenBy(second), said(PASSED)]).toEqual([[], []]);
});

test.each([
  '550 nobody here',
  '550 5.1.1 no such user',
  '550-5.1.1 The mailbox\r\n550 5.1.1 does not exist',
  '553 5.0.0 unknown',
])('"%s" to RCPT is the answer for good, and no other mail server is asked', async (reply) => {
  const email = newAddress();
  first.faultsOf.set(email, { at: 'RCPT', does: { reply } });
  await settled(email);
  expect(await jobs()).toEqual([{ status: 'FAILED', attempt: 1 }]);
  expect([takenBy(second), said(PASSED), said(REFUSED)]).toEqual([[], [], []]);
});

const refusingUs: Fault[] = [
  { at: 'MAIL', does: { reply: '550 5.7.1 sender not verified' } },
  { at: 'MAIL', does: { reply: '554 who are you' } },
  { at: 'RCPT', does: { reply: '550 5.7.1 relaying denied' } },
  { at: 'RCPT', does: { reply: '554 relay access denied' } },
  { at: 'RCPT', does: { reply: '550 5.4.5 daily limit exceeded' } },
  { at: 'RCPT', does: { reply: '552 5.2.2 full' } },
  { at: 'DATA', does: { reply: '554 5.3.0 not here' } },
  { at: 'end', does: { reply: '554 Message rejected: Email address is not verified' } },
];

test.each(refusingUs)(
  'R59: a mail server that refuses us ($at, $does.reply) is not the last one to be asked',
  async (fault) => {
    const email = newAddress();
    first.fault = fault;
    await settled(email);
    expect(await jobs()).toEqual([{ status: 'DONE', attempt: 1 }]);
    expect([takenBy(first), takenBy(second)]).toEqual([[], [email]]);
    expect([said(PASSED), await areUp()]).toEqual([[], [1, 1]]);
  },
);

test('a mail server that refuses us is told once a minute, without addresses', async () => {
  first.fault = { at: 'MAIL', does: { reply: '550 5.7.1 <no-reply@acme.test>: not verified' } };
  await settled('minute@servers.test');
  const lines = [...refusals, ...gatehouse.logs].filter((line) => line.includes(REFUSED));
  expect(lines.filter((line) => line.includes('@'))).toEqual([]);
  const told = lines.map((line) => JSON.parse(line)).filter(({ mailServer }) => mailServer === firstName);
  expect(told[0]).toMatchObject({ level: 40, reason: expect.stringMatching(/^SMTP 5/), leftOut: 0 });
  const pauses = told.slice(1).map(({ time }, at) => Date.parse(time) - Date.parse(told[at].time));
  expect(pauses.filter((ms) => ms < 59_000)).toEqual([]);
});

test('R59: if all mail servers refuse us, a mail is FAILED at once, as with one', async () => {
  for (const server of [first, second]) server.fault = { at: 'RCPT', does: { reply: '550 5.7.1 relaying denied' } };
  await settled('everywhere@servers.test');
  expect(await jobs()).toEqual([{ status: 'FAILED', attempt: 1 }]);
  second.fault = null;
});

test.each([
  ['is away', () => stop(first)],
  [
    'refuses the sender for now',
    () => {
      first.fault = { at: 'MAIL', does: { reply: '450 too many from you' } };
    },
  ],
])('R59: while one mail server %s and the other one refuses us, mails wait', async (_, breakIt) => {
  const [waits, rests] = [newAddress(), newAddress()];
  await breakIt();
  second.fault = { at: 'RCPT', does: { reply: `550 5.7.1 <${waits}>: relaying denied` } };
  await settled(waits);
  await settled(rests);
  // The first one may be tried again already.
  const states = (await jobs()).map(({ status }) => (status === 'RUNNING' ? 'QUEUED' : status));
  expect(states).toEqual(['QUEUED', 'QUEUED']);
  const [row] = await gatehouse.sql<{ last_error: string }>('SELECT last_error FROM jobs ORDER BY created_at LIMIT 1');
  expect(row?.last_error).toMatch(/^SMTP 550 to RCPT TO: .*relaying denied; another mail server may take it later$/);
  expect(said('failed until somebody mends').length).toBeGreaterThan(1);
  second.fault = null;
  first.fault = null;
  await startAgain();
  await vi.waitFor(
    () => expect([...takenBy(first), ...takenBy(second)].toSorted()).toEqual([waits, rests].toSorted()),
    PATIENCE,
  );
});

test('R59: an address that does not exist is FAILED also while the other mail server is away', async () => {
  await stop(first);
  second.faultsOf.set('gone@servers.test', { at: 'RCPT', does: { reply: '550 5.1.1 no such user' } });
  await settled('gone@servers.test');
  expect(await jobs()).toEqual([{ status: 'FAILED', attempt: 1 }]);
});

test('a sender that is refused for now is tried at the other mail server, and the first one is used on', async () => {
  const before = await scrape(port);
  first.fault = { at: 'MAIL', does: { reply: '450 too many from you' } };
  await settled('sender@servers.test');
  first.fault = null;
  await settled('next@servers.test');
  expect([takenBy(first), takenBy(second)]).toEqual([['next@servers.test'], ['sender@servers.test']]);
  expect(said(PASSED)).toEqual([]);
  const after = await scrape(port);
  const grown = (server: string | undefined, result: string) => {
    const labels = { server: server ?? '', result };
    const [then, now] = [before, after].map(({ value }) => value('gatehouse_mail_server_mails_total', labels) ?? 0);
    return (now ?? 0) - (then ?? 0);
  };
  expect([grown(firstName, 'refused'), grown(firstName, 'accepted'), grown(secondName, 'accepted')]).toEqual([1, 1, 1]);
});

test('R60: a mail server that is lost after it got the mail may have it: no other one gets it in the same attempt', async () => {
  first.faultsOf.set('lost@servers.test', { at: 'end', does: 'drop' });
  await settled('lost@servers.test');
  expect(await jobs()).toEqual([{ status: 'QUEUED', attempt: 1 }]);
  expect([takenBy(first), takenBy(second)]).toEqual([[], []]);
  expect(said(PASSED)).toHaveLength(1);
  // It is tried again later, as with one mail server.
  await vi.waitFor(() => expect([...takenBy(first), ...takenBy(second)]).toEqual(['lost@servers.test']), PATIENCE);
});

test('if all mail servers are away, mails wait and go to the first one that is back', async () => {
  await Promise.all([stop(first), stop(second)]);
  await settled('wait@servers.test');
  expect(await jobs()).toEqual([{ status: 'QUEUED', attempt: 1 }]);
  expect(said(PASSED).map(({ mailServer }) => mailServer)).toEqual([firstName, secondName]);
  await startAgain();
  await vi.waitFor(() => expect([...takenBy(first), ...takenBy(second)]).toEqual(['wait@servers.test']), PATIENCE);
});
