import { expect, test } from 'vitest';
import { mailIdOf } from '../../domain/mail-states/mail-id.ts';
import { REPORT_COUNTS_MS } from '../../domain/mail-states/note-reports.ts';
import { addAdmin, decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { bounce, complain, mailStateOf, SENDERS, stateOf } from '../kit/mail-reports.ts';
import { succeed } from '../kit/mutate.ts';
import { changePassword, confirmEmailChange, requestEmailChange } from '../kit/own-account.ts';
import { openRegistration, requestRegistrationLink } from '../kit/own-registration.ts';
import {
  approvedPerson,
  bearer,
  lastMailTo,
  mailsTo,
  NEW_PASSWORD,
  PASSWORD,
  requestPasswordReset,
  resetPassword,
  signUp,
  subjectsTo,
  tokenIn,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';
import { timelineOf } from '../kit/timeline.ts';

const gatehouse = await startInstallation(SENDERS);
const admin = await openDemoPortal(gatehouse);
await gatehouse.sql('UPDATE portals SET undo_window = 0');

/** Subjects of the mails that `act` causes to an address. */
async function mailed(email: string, act: () => Promise<unknown>): Promise<string[]> {
  const before = mailsTo(gatehouse, email).length;
  await act();
  await gatehouse.drain();
  return subjectsTo(gatehouse, email).slice(before);
}

const reset = (email: string) => () => requestPasswordReset(gatehouse, email);
const revoke = (id: string) => () => succeed(decide(gatehouse, 'revoke', [id], admin));
/** The links to this person that worked until now have ended. */
const linksEnd = (id: string) => gatehouse.sql('UPDATE tokens SET expires_at = now() WHERE developer_id = $1', [id]);

test('an address that bounced gets no mail, and the timeline shows what was not sent, and why', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'ada@stopped.test', admin);
  await bounce(gatehouse, email, { text: '5.1.1 no such user' });
  expect(await mailed(email, revoke(id))).toEqual([]);
  const { entries } = await timelineOf(gatehouse, { id, first: 3 }, admin);
  const sorted = entries.toSorted((one, other) => one.__typename.localeCompare(other.__typename));
  expect(sorted).toMatchObject([
    { __typename: 'TimelineChange', type: 'mail-state.changed', by: { kind: 'SYSTEM' } },
    { __typename: 'TimelineDecision' },
    {
      name: 'sendRevokedEmail',
      state: 'WITHHELD',
      detail: 'Not sent: an earlier email to this address came back.',
      dueAt: null,
    },
  ]);
  expect(await mailStateOf(gatehouse, id, admin)).toEqual({
    state: 'BOUNCED',
    since: expect.any(String),
    detail: '5.1.1 no such user',
  });
});

test('an address that is deferred gets its mail, and is OK again after a week', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'late@stopped.test', admin);
  await bounce(gatehouse, email, { status: '4.4.7' });
  expect(await stateOf(gatehouse, id, admin)).toBe('DEFERRED');
  expect(await mailed(email, revoke(id))).toHaveLength(1);
  await gatehouse.sql(
    "UPDATE mail_states SET expires_at = expires_at - interval '7 days' - interval '1 minute' WHERE id = $1",
    [id],
  );
  await gatehouse.purge();
  expect(await stateOf(gatehouse, id, admin)).toBe('OK');
});

test('R181: a mail with a link goes out unless an earlier link works still, and using one clears the state', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'back@stopped.test', admin);
  await bounce(gatehouse, email);
  expect(await mailed(email, reset(email))).toHaveLength(1);
  expect(await mailed(email, reset(email))).toEqual([]);
  await linksEnd(id);
  expect(await mailed(email, reset(email))).toHaveLength(1);
  // Somebody else asks, and the link that went out works all the same.
  expect(await mailed(email, reset(email))).toEqual([]);
  await succeed(resetPassword(gatehouse, tokenIn(lastMailTo(gatehouse, email)), NEW_PASSWORD));
  expect(await stateOf(gatehouse, id, admin)).toBe('OK');
  expect(await mailed(email, reset(email))).toHaveLength(1);
  const [cleared] = await gatehouse.sql(
    "SELECT actor_kind, data FROM events WHERE type = 'mail-state.cleared' AND subject_id = $1",
    [id],
  );
  expect(cleared).toEqual({ actor_kind: 'DEVELOPER', data: { before: 'BOUNCED', why: 'LINK' } });
});

test('R181: strangers who type the address keep its owner from no link', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'typed@stopped.test', admin);
  await complain(gatehouse, email);
  // Its mail has no link.
  expect(await mailed(email, () => signUp(gatehouse, email))).toEqual([]);
  expect(await mailed(email, reset(email))).toHaveLength(1);
  await succeed(decide(gatehouse, 'revoke', [id], admin));
  expect(await mailed(email, () => requestRegistrationLink(gatehouse, email))).toHaveLength(1);
});

test('R181: of mails that are asked for at the same time, one goes out', async () => {
  const { email } = await approvedPerson(gatehouse, 'burst@stopped.test', admin);
  await bounce(gatehouse, email);
  const ask = reset(email);
  expect(await mailed(email, () => Promise.all([ask(), ask(), ask()]))).toHaveLength(1);
});

test('R181: so it is for a link to the own registration', async () => {
  const { id, email } = await verifiedPerson(gatehouse, 'waits@stopped.test');
  await bounce(gatehouse, email);
  const ask = () => requestRegistrationLink(gatehouse, email);
  expect(await mailed(email, ask)).toHaveLength(1);
  expect(await mailed(email, ask)).toEqual([]);
  await succeed(openRegistration(gatehouse, tokenIn(lastMailTo(gatehouse, email))));
  expect(await stateOf(gatehouse, id, admin)).toBe('OK');
  expect(await mailed(email, ask)).toHaveLength(1);
});

test('R181: a mail that the mail server refused for good brought no link, so the next one goes out', async () => {
  const { email } = await approvedPerson(gatehouse, 'failed@stopped.test', admin);
  await bounce(gatehouse, email);
  gatehouse.inbox.behaviour.refuseMail = { code: 554, message: '5.7.1 not from you' };
  expect(await mailed(email, reset(email))).toEqual([]);
  gatehouse.inbox.behaviour.refuseMail = undefined;
  expect(await mailed(email, reset(email))).toHaveLength(1);
  expect(await mailed(email, reset(email))).toEqual([]);
});

test('R182: a mail to a mailbox that is not there is a try: strangers cause no more of them', async () => {
  const { email } = await approvedPerson(gatehouse, 'nobody@stopped.test', admin);
  await bounce(gatehouse, email);
  const { behaviour } = gatehouse.inbox;
  behaviour.refuseRecipient = { code: 550, message: '5.1.1 no such user', only: email };
  expect(await mailed(email, reset(email))).toEqual([]);
  delete behaviour.refuseRecipient;
  expect(await mailed(email, reset(email))).toEqual([]);
});

test('R181: a mail that the mail server refused for now is the same try, when it is sent again', async () => {
  const { email } = await approvedPerson(gatehouse, 'again@stopped.test', admin);
  await bounce(gatehouse, email);
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'later' };
  expect(await mailed(email, reset(email))).toEqual([]);
  gatehouse.inbox.behaviour.refuseMail = undefined;
  expect(await mailed(email, () => gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'QUEUED'"))).toHaveLength(1);
});

test('R181: a person whose first mail bounced can sign up anew, and verify', async () => {
  const email = 'new@stopped.test';
  await signUp(gatehouse, email);
  await gatehouse.drain();
  await bounce(gatehouse, email);
  expect(await mailed(email, () => signUp(gatehouse, email))).toHaveLength(1);
  await succeed(verifyEmail(gatehouse, tokenIn(lastMailTo(gatehouse, email))), 'passwordToken');
  const [row] = await gatehouse.sql(
    'SELECT state::text FROM mail_states JOIN developers ON developers.id = developer_id WHERE email = $1',
    [email],
  );
  expect(row).toEqual({ state: 'OK' });
});

test('R181: a bounce keeps nobody from logging in, and a new address has no state', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'moves@stopped.test', admin);
  await bounce(gatehouse, email);
  const token = await bearer(gatehouse, email, PASSWORD);
  const to = 'moved@stopped.test';
  expect(await mailed(to, () => requestEmailChange(gatehouse, { token }, to))).toHaveLength(1);
  const link = tokenIn(lastMailTo(gatehouse, to));
  // The address of before no longer counts, so it hears of the change.
  expect(await mailed(email, () => succeed(confirmEmailChange(gatehouse, link)))).toHaveLength(1);
  expect(await stateOf(gatehouse, id, admin)).toBe('OK');
  await bounce(gatehouse, email);
  expect(await stateOf(gatehouse, id, admin)).toBe('OK');
});

test('after a complaint, only mails about the security of the account go out', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'spam@stopped.test', admin);
  await complain(gatehouse, email);
  const token = await bearer(gatehouse, email);
  const change = () => succeed(changePassword(gatehouse, { token }, { newPassword: NEW_PASSWORD }));
  expect(await mailed(email, change)).toHaveLength(1);
  expect(await mailed(email, revoke(id))).toEqual([]);
  expect(await stateOf(gatehouse, id, admin)).toBe('COMPLAINED');
});

test('R182: a request from the page has the same answer for an address that bounced, whether or not a mail goes out', async () => {
  const { email } = await approvedPerson(gatehouse, 'same@stopped.test', admin);
  const answers = [await requestPasswordReset(gatehouse, email)];
  await gatehouse.drain();
  await bounce(gatehouse, email);
  for (let time = 0; time < 2; time++) answers.push(await requestPasswordReset(gatehouse, email));
  answers.push(await requestPasswordReset(gatehouse, 'none@stopped.test').then((answer) => ({ ...answer, email })));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('R182: only the person and admins of the portal read the state', async () => {
  const [{ id, email }, other] = [
    await approvedPerson(gatehouse, 'mine@stopped.test', admin),
    await approvedPerson(gatehouse, 'theirs@stopped.test', admin),
  ];
  await bounce(gatehouse, email);
  const document = 'query($id: ID!) { developer(id: $id) { mailState { state } } me(portal: "demo") { mailState { state } } }';
  const read = async (token?: string) => (await gatehouse.graphql(document, { id }, token ? { token } : {})).data;
  expect(await read()).toEqual({ developer: null, me: null });
  expect(await read(await bearer(gatehouse, other.email))).toEqual({ developer: null, me: { mailState: { state: 'OK' } } });
  expect(await read(await bearer(gatehouse, email))).toEqual({ developer: null, me: { mailState: { state: 'BOUNCED' } } });
});

test('mails to an admin never stop; the list of admins shows that they come back, for 30 days', async () => {
  await addAdmin(gatehouse, 'approver@stopped.test', 'APPROVER', 'demo');
  const email = 'approver@stopped.test';
  await verifiedPerson(gatehouse, 'first@stopped.test');
  expect(mailsTo(gatehouse, email)).toHaveLength(1);
  await bounce(gatehouse, email);
  const states = async () => {
    const { data } = await gatehouse.graphql<{
      admins: { edges: { node: { email: string; mailState: { state: string } } }[] };
    }>('{ admins { edges { node { email mailState { state } } } } }', {}, { token: admin });
    return data.admins.edges.find(({ node }) => node.email === email)?.node.mailState.state;
  };
  expect(await states()).toBe('BOUNCED');
  await gatehouse.sql('UPDATE new_request_notices SET scheduled_for = NULL');
  expect(await mailed(email, () => verifiedPerson(gatehouse, 'second@stopped.test'))).toHaveLength(1);
  const [event] = await gatehouse.sql(
    "SELECT portal_id, data FROM events WHERE type = 'mail-state.changed' AND subject_kind = 'ADMIN'",
  );
  expect(event).toEqual({ portal_id: null, data: { state: 'BOUNCED', reporter: 'MAILGUN' } });
  await gatehouse.sql("UPDATE mail_states SET expires_at = expires_at - interval '30 days' - interval '1 minute'");
  await gatehouse.purge();
  expect(await states()).toBe('OK');
});

test('the state goes with the account, and no log has the address', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'gone@stopped.test', admin);
  await bounce(gatehouse, email, { text: `5.1.1 ${email} unknown` });
  await gatehouse.sql('DELETE FROM developers WHERE id = $1', [id]);
  await bounce(gatehouse, email);
  expect(await gatehouse.sql('SELECT FROM mail_states WHERE id = $1', [id])).toEqual([]);
  expect(gatehouse.logs.filter((line) => line.includes(email))).toEqual([]);
});

test('reports about an email of long ago change nothing', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'old@stopped.test', admin);
  // The id of an email holds the time of its job.
  const sentBefore = (ms: number) => {
    const time = (Date.now() - ms)
      .toString(16)
      .padStart(12, '0')
      .replace(/^(.{8})/, '$1-');
    return mailIdOf(gatehouse.app.keys, `${time}-7000-8000-000000000001`, { kind: 'DEVELOPER', id }, email);
  };
  await bounce(gatehouse, email, { messageId: sentBefore(REPORT_COUNTS_MS + 60_000) });
  expect(await stateOf(gatehouse, id, admin)).toBe('OK');
  await bounce(gatehouse, email, { messageId: sentBefore(REPORT_COUNTS_MS - 60_000) });
  expect(await stateOf(gatehouse, id, admin)).toBe('BOUNCED');
});
