import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { DECIDE_LINK_TTL_MS, MOST_DECIDE_LINKS } from '../../domain/decisions/decide-links.ts';
import { claimDueJobs } from '../../domain/jobs/claim-jobs.ts';
import { openEnvironment } from '../../worker/environment.ts';
import { openMailer } from '../../worker/mailer.ts';
import {
  addAdmin,
  adminId,
  adminRequestPasswordReset,
  adminResetPassword,
  decide,
  decideFromMail,
  deleteDevelopers,
  openDemoPortal,
  setAnswers,
  setSignUpFields,
  undoDecisions,
  updateAdmin,
  updatePortal,
} from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { endLink, findLink, stateOf } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import {
  DEAD_LINK,
  developerId,
  lastMailTo,
  mailedToken,
  mailsTo,
  NEW_PASSWORD,
  signUp,
  statusOf,
  subjectsTo,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';
import type { Mail } from '../kit/smtp.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await setSignUpFields(
  gatehouse,
  [
    { key: 'company', label: 'Company', kind: 'TEXT' },
    { key: 'rating', label: 'Rating', kind: 'TEXT', visibleTo: 'ADMINS', editableBy: 'ADMINS' },
  ],
  owner,
);
const APPROVER = 'approver@click.test';
const approver = await addAdmin(gatehouse, APPROVER, 'APPROVER', 'demo');

const linksIn = ({ text }: Mail) => text.match(/\S+\/admin\/decide\?token=[\w-]+/g) ?? [];

/** The requests of a mail stand in their order. */
const newestToken = (mail = lastMailTo(gatehouse, APPROVER)) => present(linksIn(mail).at(-1)?.split('token=')[1], 'a link');

const showApplicants = (isShown: boolean) => succeed(updatePortal(gatehouse, { showApplicants: isShown }, owner));

/** Somebody who waits. @returns the token of the link that the approver was mailed */
async function waiting(email: string): Promise<{ id: string; token: string }> {
  const { id } = await verifiedPerson(gatehouse, email);
  return { id, token: newestToken() };
}

const act = (token: string, options: { token?: string } = {}, what: 'APPROVE' | 'REJECT' = 'APPROVE') =>
  decideFromMail(gatehouse, { token, act: what }, options);

const decisions = () =>
  gatehouse.sql<{ to: string; admin: string }>(
    'SELECT d."to", a.email AS admin FROM decisions d LEFT JOIN admins a ON a.id = d.admin_id ORDER BY d.created_at',
  );

async function mailAgain() {
  await gatehouse.sql("UPDATE new_request_notices SET scheduled_for = scheduled_for - interval '5 minutes'");
  await gatehouse.sql("UPDATE jobs SET due_at = due_at - interval '5 minutes' WHERE finished_at IS NULL");
  await gatehouse.drain();
  return lastMailTo(gatehouse, APPROVER);
}

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM developers');
  await gatehouse.sql('DELETE FROM decisions');
  await gatehouse.sql('DELETE FROM jobs');
  await gatehouse.sql('DELETE FROM new_request_notices');
  await gatehouse.sql('DELETE FROM mail_bounds');
  gatehouse.inbox.mails.length = 0;
  await showApplicants(true);
});

test('one click decides, as the admin who got the mail, without a log-in and without a session', async () => {
  await verifiedPerson(gatehouse, 'grace@click.test');
  await signUp(gatehouse, 'ada@click.test', { answers: [{ field: 'company', value: 'Engines' }] });
  await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, 'ada@click.test')));
  await gatehouse.drain();
  const id = await developerId(gatehouse, 'ada@click.test');
  await setAnswers(gatehouse, id, [{ field: 'rating', value: 'Good' }], approver);
  const mail = await mailAgain();
  expect(mail.text).toContain(`${gatehouse.url}/admin/decide?token=`);
  expect(mail.text).toContain('valid for 7 days');
  const token = newestToken(mail);
  const sessions = () => gatehouse.sql('SELECT id FROM admin_sessions ORDER BY id');
  const before = await sessions();
  expect(await findLink(gatehouse, token)).toMatchObject({
    kind: 'ADMIN_DECIDE',
    works: true,
    portal: { slug: 'demo' },
    email: APPROVER,
    request: {
      needsLogIn: false,
      applicant: {
        fullName: 'Ada Lovelace',
        email: 'ada@click.test',
        answers: [
          { field: 'company', value: 'Engines' },
          { field: 'rating', value: 'Good' },
        ],
      },
      waitingSince: expect.any(String),
      decision: null,
    },
  });
  expect(await statusOf(gatehouse, 'ada@click.test')).toBe('PENDING');
  const done = await succeed(decideFromMail(gatehouse, { token, act: 'APPROVE', reason: 'Welcome', note: 'By mail' }));
  expect(done).toMatchObject({ status: 'APPROVED', portal: { slug: 'demo' } });
  expect(await decisions()).toEqual([{ to: 'APPROVED', admin: APPROVER }]);
  expect(await gatehouse.sql('SELECT reason, note FROM decisions')).toEqual([{ reason: 'Welcome', note: 'By mail' }]);
  expect(await sessions()).toEqual(before);
  expect(await statusOf(gatehouse, 'grace@click.test')).toBe('PENDING');
  expect(JSON.stringify(await gatehouse.sql('SELECT * FROM admin_tokens'))).not.toContain(token);
});

test('where the portal hides applicants, the mail names nobody, and this admin has to log in first', async () => {
  await showApplicants(false);
  const { token } = await waiting('ada@click.test');
  expect(lastMailTo(gatehouse, APPROVER).raw).not.toMatch(/ada/i);
  const hidden = { needsLogIn: true, applicant: null, waitingSince: null, decision: null };
  expect(await findLink(gatehouse, token)).toMatchObject({ works: true, email: APPROVER, request: hidden });
  expect(await refusal(act(token), 'NotAllowed')).toMatchObject({ message: `Log in as ${APPROVER} first.` });
  expect((await findLink(gatehouse, token, { token: approver }))?.request).toMatchObject({
    needsLogIn: false,
    applicant: { email: 'ada@click.test' },
  });
  await succeed(act(token, { token: approver }, 'REJECT'));
  expect(await decisions()).toEqual([{ to: 'REJECTED', admin: APPROVER }]);
  // Nor does a link that has ended tell a stranger who decided.
  expect((await findLink(gatehouse, token))?.request).toEqual(hidden);
});

test('R118: the link does not stand in for a second factor that the admin has, or that the installation requires', async () => {
  const { token } = await waiting('ada@click.test');
  const hidden = { needsLogIn: true, applicant: null, waitingSince: null, decision: null };
  const needsLogIn = async () => {
    expect((await findLink(gatehouse, token))?.request).toEqual(hidden);
    await refusal(act(token), 'NotAllowed');
  };
  await gatehouse.sql('UPDATE installation SET require_second_factor = true');
  await needsLogIn();
  await gatehouse.sql('UPDATE installation SET require_second_factor = false');
  await gatehouse.sql(
    `INSERT INTO second_factors (id, admin_id, kind, name, sealed_secret)
     SELECT gen_random_uuid(), id, 'TOTP', 'My phone', '\\x00' FROM admins WHERE email = $1`,
    [APPROVER],
  );
  await needsLogIn();
  await succeed(act(token, { token: approver }));
  await gatehouse.sql('DELETE FROM second_factors');
});

test('another admin who is logged in is told whose link it is, and decides nothing by it', async () => {
  for (const isShown of [true, false]) {
    await showApplicants(isShown);
    const { token } = await waiting(`ada-${isShown}@click.test`);
    const refused = await refusal(act(token, { token: owner }), 'NotAllowed');
    expect(refused.message).toBe(
      `This link was emailed to ${APPROVER}. You are logged in as ${ADMIN.email}. Log in as ${APPROVER}.`,
    );
    expect((await findLink(gatehouse, token, { token: owner }))?.request).toMatchObject({ needsLogIn: true, applicant: null });
    await gatehouse.sql('DELETE FROM new_request_notices');
  }
  expect(await decisions()).toEqual([]);
});

test('once somebody has decided, the link says who, when and what', async () => {
  const { id, token } = await waiting('ada@click.test');
  await succeed(decide(gatehouse, 'reject', [id], owner));
  expect(await refusal(act(token), 'Conflict')).toMatchObject({ status: 'REJECTED' });
  const link = present(await findLink(gatehouse, token));
  expect(link).toMatchObject({
    works: false,
    deadBecause: 'ENDED',
    request: { applicant: null, decision: { status: 'REJECTED', kind: 'ADMIN', adminEmail: ADMIN.email } },
  });
  const at = Date.parse(link.request?.decision?.createdAt ?? '');
  expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
});

test('a decision that was undone leaves the link dead, and the link says that it was undone', async () => {
  const { token } = await waiting('ada@click.test');
  await succeed(act(token));
  const [decision] = await gatehouse.sql<{ id: string }>('SELECT id FROM decisions');
  await succeed(undoDecisions(gatehouse, [present(decision).id], approver));
  expect(await statusOf(gatehouse, 'ada@click.test')).toBe('PENDING');
  expect(await act(token)).toMatchObject(DEAD_LINK);
  expect(await findLink(gatehouse, token)).toMatchObject({
    works: false,
    deadBecause: 'ENDED',
    request: { decision: { status: 'PENDING', adminEmail: APPROVER } },
  });
});

test('of many clicks at once, one decides, and one mail goes out', async () => {
  const { token } = await waiting('ada@click.test');
  const answers = await Promise.all(Array.from({ length: 6 }, (_, at) => act(token, {}, at % 2 ? 'APPROVE' : 'REJECT')));
  expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual([
    ...Array.from({ length: 5 }, () => 'Conflict'),
    'DecideFromMailSuccess',
  ]);
  expect(await decisions()).toHaveLength(1);
  await gatehouse.sql('UPDATE jobs SET due_at = now() WHERE finished_at IS NULL');
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, 'ada@click.test')).toHaveLength(2);
});

test('a click and the decision of another admin at the same moment make one decision and one mail', async () => {
  for (let round = 0; round < 5; round++) {
    const email = `round-${round}@click.test`;
    const { id, token } = await waiting(email);
    const [click, other] = await Promise.all([act(token), decide(gatehouse, 'reject', [id], owner)]);
    const rejected = other.__typename === 'RejectDevelopersSuccess' && other.results[0]?.error === null;
    expect([click.__typename, rejected]).toEqual(rejected ? ['Conflict', true] : ['DecideFromMailSuccess', false]);
    expect(await statusOf(gatehouse, email)).toBe(rejected ? 'REJECTED' : 'APPROVED');
    await gatehouse.sql('UPDATE jobs SET due_at = now() WHERE finished_at IS NULL');
    await gatehouse.drain();
    expect(mailsTo(gatehouse, email)).toHaveLength(2);
    await gatehouse.sql('DELETE FROM new_request_notices');
  }
});

test('a click at the moment of a deletion decides before it, or not at all', async () => {
  for (let round = 0; round < 5; round++) {
    const email = `gone-${round}@click.test`;
    const { id, token } = await waiting(email);
    const [click, deletion] = await Promise.all([act(token), deleteDevelopers(gatehouse, [id], owner)]);
    expect(deletion).toMatchObject({ results: [{ error: null }] });
    expect(['DecideFromMailSuccess', 'InvalidToken']).toContain(click.__typename);
    const written = await gatehouse.sql('SELECT 1 FROM decisions WHERE developer_id = $1', [id]);
    expect(written).toHaveLength(click.__typename === 'DecideFromMailSuccess' ? 1 : 0);
    expect(await statusOf(gatehouse, email)).toBeNull();
    await gatehouse.sql('DELETE FROM new_request_notices');
  }
});

test('the link ends with the right, with the registration, with a reset of the password, and after 7 days', async () => {
  const begin = async (email: string) => {
    await gatehouse.sql('DELETE FROM new_request_notices');
    return await waiting(email);
  };
  const dies = async (token: string, deadBecause: string) => {
    expect(await act(token)).toMatchObject(DEAD_LINK);
    expect(await stateOf(gatehouse, token)).toMatchObject({ works: false, deadBecause });
  };
  const demoted = await begin('demoted@click.test');
  const id = await adminId(gatehouse, APPROVER);
  await succeed(updateAdmin(gatehouse, id, [{ portal: 'demo', role: 'VIEWER' }], owner));
  await dies(demoted.token, 'ENDED');
  await succeed(updateAdmin(gatehouse, id, [{ portal: 'demo', role: 'APPROVER' }], owner));

  const deleted = await begin('deleted@click.test');
  await succeed(deleteDevelopers(gatehouse, [deleted.id], owner));
  await dies(deleted.token, 'ENDED');

  const ended = await begin('ended@click.test');
  await succeed(endLink(gatehouse, ended.token));
  await dies(ended.token, 'ENDED');

  const old = await begin('old@click.test');
  await gatehouse.sql("UPDATE admin_tokens SET expires_at = expires_at - $1 * interval '1 millisecond'", [DECIDE_LINK_TTL_MS]);
  await dies(old.token, 'EXPIRED');

  const reset = await begin('reset@click.test');
  await adminRequestPasswordReset(gatehouse, APPROVER);
  await succeed(adminResetPassword(gatehouse, await mailedToken(gatehouse, APPROVER), NEW_PASSWORD));
  await dies(reset.token, 'ENDED');
});

test('up to five new requests have a link each; with one more there is none', async () => {
  const wait = (from: number, to: number) =>
    gatehouse.sql(
      `INSERT INTO developers (id, portal_id, email, typed_email, full_name, email_verified_at, evaluated_at, updated_at)
       SELECT gen_random_uuid(), id, n || '@many.test', n || '@many.test', 'Waits', now(), now(), now()
       FROM portals, generate_series($1::int, $2::int) n WHERE slug = 'demo'`,
      [from, to],
    );
  await wait(1, MOST_DECIDE_LINKS - 1);
  await verifiedPerson(gatehouse, 'last@many.test');
  const first = lastMailTo(gatehouse, APPROVER);
  expect([first.subject.split(' ')[0], linksIn(first).length]).toEqual(['5', 5]);
  await wait(6, 6);
  await verifiedPerson(gatehouse, 'seventh@many.test');
  const second = await mailAgain();
  // Only the two that are new, and the others by name.
  expect([second.subject.split(' ')[0], linksIn(second).length]).toEqual(['7', 2]);
  expect(second.text).toContain('1@many.test');
  await wait(8, 8 + MOST_DECIDE_LINKS - 1);
  await verifiedPerson(gatehouse, 'many@many.test');
  const third = await mailAgain();
  expect([third.subject.split(' ')[0], linksIn(third).length]).toEqual(['13', 0]);
  expect(new Set([...linksIn(first), ...linksIn(second)]).size).toBe(7);
});

test('each admin has a link of their own, and another attempt at a mail sends the same', async () => {
  await waiting('ada@click.test');
  const links = [APPROVER, ADMIN.email].map((email) => linksIn(lastMailTo(gatehouse, email))[0]);
  expect(new Set(links).size).toBe(2);
  await gatehouse.sql('UPDATE new_request_notices SET told_until = NULL');
  await gatehouse.sql(
    "UPDATE jobs SET status = 'QUEUED', finished_at = NULL, attempt = 0, due_at = now() WHERE name = 'sendNewRequestEmail'",
  );
  await gatehouse.drain();
  expect(linksIn(lastMailTo(gatehouse, APPROVER))).toEqual([links[0]]);
});

test('R58, I1: a worker that dies after a mail went out, before the job is done, leaves a second copy with the same link', async () => {
  await waiting('ada@click.test');
  await gatehouse.sql('UPDATE new_request_notices SET told_until = NULL');
  await gatehouse.sql(
    "UPDATE jobs SET status = 'QUEUED', finished_at = NULL, due_at = now() WHERE name = 'sendNewRequestEmail'",
  );
  gatehouse.inbox.mails.length = 0;
  const log = pino({ level: 'silent' });
  const mailer = openMailer(readConfig(gatehouse.environment), gatehouse.app, log, null);
  const worker = openEnvironment(gatehouse.app, mailer, log);
  for (const job of await claimDueJobs(gatehouse.app, 'MAILS', 10)) await worker.handle(worker, job);
  mailer.close();
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'RUNNING'");
  await gatehouse.drain();
  const [first, copy] = mailsTo(gatehouse, APPROVER);
  expect(copy?.messageId).toBe(present(first).messageId);
  expect([linksIn(present(first)).length, linksIn(present(copy))]).toEqual([1, linksIn(present(first))]);
});

test('what is no token of such a link decides nothing', async () => {
  for (const token of ['nothing', 'A'.repeat(43)]) expect(await act(token)).toMatchObject(DEAD_LINK);
});
