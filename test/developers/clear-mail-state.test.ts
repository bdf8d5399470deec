import { expect, test } from 'vitest';
import { addAdmin, createPortal, decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import {
  bounce,
  clearMailState,
  complain,
  mailgunBody,
  mailgunFailure,
  mailStateOf,
  post,
  SENDERS,
} from '../kit/mail-reports.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { approvedPerson, lastMailTo, mailsTo, requestPasswordReset, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation(SENDERS);
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);
await gatehouse.sql('UPDATE portals SET undo_window = 0');

test('an admin lets emails go out again, and the log has who did it', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'ada@clear.test', admin);
  await bounce(gatehouse, email);
  const { results } = await succeed(clearMailState(gatehouse, [id], admin));
  expect(results).toEqual([{ id, developer: { mailState: { state: 'OK', detail: null } }, error: null }]);
  await succeed(decide(gatehouse, 'revoke', [id], admin));
  await gatehouse.drain();
  expect(lastMailTo(gatehouse, email).subject).toContain('revoked');
  const events = await gatehouse.sql(
    "SELECT actor_kind, data FROM events WHERE subject_id = $1 AND type LIKE 'mail-state.%' ORDER BY at",
    [id],
  );
  expect(events).toEqual([
    { actor_kind: 'SYSTEM', data: { state: 'BOUNCED', reporter: 'MAILGUN' } },
    { actor_kind: 'ADMIN', data: { before: 'BOUNCED', why: 'ADMIN' } },
  ]);
});

test('the same report, when it comes once more after that, changes nothing; one about a later email does', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'grace@clear.test', admin);
  const { messageId } = lastMailTo(gatehouse, email);
  const report = () =>
    post(gatehouse, 'mailgun', mailgunBody(mailgunFailure({ messageId, recipient: email, status: '5.1.1' })));
  expect(await report()).toBe(200);
  await succeed(clearMailState(gatehouse, [id], admin));
  expect(await report()).toBe(200);
  expect((await mailStateOf(gatehouse, id, admin)).state).toBe('OK');
  await complain(gatehouse, email);
  expect((await mailStateOf(gatehouse, id, admin)).state).toBe('OK');

  await requestPasswordReset(gatehouse, email);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email).at(-1)?.messageId).not.toBe(messageId);
  await bounce(gatehouse, email);
  expect((await mailStateOf(gatehouse, id, admin)).state).toBe('BOUNCED');
});

test('each id is handled on its own, and only within the reach of an OWNER or APPROVER', async () => {
  const { id, email } = await verifiedPerson(gatehouse, 'alan@clear.test');
  const { id: whole } = await verifiedPerson(gatehouse, 'whole@clear.test');
  const unknown = '0198c0de-0000-7000-8000-000000000000';
  const outcome = async (token: string) => {
    await bounce(gatehouse, email);
    const { results } = await succeed(clearMailState(gatehouse, [id, whole, unknown, 'no id'], token));
    return results.map(({ error }) => error?.__typename ?? null);
  };
  const viewer = await addAdmin(gatehouse, 'viewer@clear.test', 'VIEWER', 'demo');
  expect(await outcome(viewer)).toEqual(['NotAllowed', 'NotAllowed', 'NotFound', 'NotFound']);
  const away = await addAdmin(gatehouse, 'away@clear.test', 'OWNER', 'other');
  expect(await outcome(away)).toEqual(['NotFound', 'NotFound', 'NotFound', 'NotFound']);
  const approver = await addAdmin(gatehouse, 'approver@clear.test', 'APPROVER', 'demo');
  expect(await outcome(approver)).toEqual([null, 'NotFound', 'NotFound', 'NotFound']);
  await refusal(clearMailState(gatehouse, [id], undefined), 'NotAllowed');
  await refusal(clearMailState(gatehouse, [], admin), 'InvalidInput');
});
