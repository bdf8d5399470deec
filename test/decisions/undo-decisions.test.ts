import { beforeEach, expect, test } from 'vitest';
import { LONGEST_UNDO_WINDOW } from '../../domain/portals/portal-input.ts';
import { RetryJobsDocument } from '../generated/operations.ts';
import { addAdmin, decide, openDemoPortal, undoDecisions, updatePortal, VERBS } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { acceptInvitation, invited } from '../kit/invitations.ts';
import { mutate, succeed } from '../kit/mutate.ts';
import {
  bearer,
  developerId,
  logIn,
  mailedToken,
  mailsTo,
  PASSWORD,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await succeed(updatePortal(gatehouse, { undoWindow: 30 }, admin));

beforeEach(async () => {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
});

const statusOf = async (id: string) => {
  const [row] = await gatehouse.sql<{ status: string }>('SELECT status FROM developers WHERE id = $1', [id]);
  return row?.status;
};

const decisionOf = async (id: string): Promise<string> => {
  const [row] = await gatehouse.sql<{ id: string }>(
    'SELECT id FROM decisions WHERE developer_id = $1 ORDER BY created_at DESC LIMIT 1',
    [id],
  );
  return row?.id ?? '';
};

const afterTheWindow = async () => {
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'QUEUED'");
  await gatehouse.sql('UPDATE decisions SET undoable_until = now() WHERE undoable_until > now()');
  await gatehouse.drain();
};

const errorOf = async (answer: ReturnType<typeof undoDecisions>) =>
  (await succeed(answer)).results?.[0]?.error?.__typename ?? null;

const FROM = { approve: 'PENDING', reject: 'PENDING', revoke: 'APPROVED', reinstate: 'REVOKED' } as const;

async function personIn(status: 'PENDING' | 'APPROVED' | 'REVOKED', email: string) {
  const person = await verifiedPerson(gatehouse, email);
  if (status !== 'PENDING') await decide(gatehouse, 'approve', [person.id], admin);
  if (status === 'REVOKED') await decide(gatehouse, 'revoke', [person.id], admin);
  await afterTheWindow();
  gatehouse.inbox.mails.length = 0;
  return person;
}

test.each(VERBS)(
  'undoing %s puts the status back and sends no email, and the log and the decisions keep both',
  async (verb) => {
    const email = `${verb}@undo.test`;
    const { id } = await personIn(FROM[verb], email);
    await decide(gatehouse, verb, [id], admin, { reason: 'by mistake' });
    const decision = await decisionOf(id);
    const { results } = await succeed(undoDecisions(gatehouse, [decision], admin));
    expect(results).toEqual([{ id: decision, developer: { status: FROM[verb] }, error: null }]);
    expect(await statusOf(id)).toBe(FROM[verb]);
    await afterTheWindow();
    expect(mailsTo(gatehouse, email)).toHaveLength(0);
    const undoing = await decisionOf(id);
    expect(await gatehouse.sql('SELECT undoes_id, "to" FROM decisions WHERE id = $1', [undoing])).toEqual([
      { undoes_id: decision, to: FROM[verb] },
    ]);
    const events = await gatehouse.sql<{ type: string; data: object }>(
      'SELECT type, data FROM events WHERE subject_id = $1 ORDER BY at DESC LIMIT 2',
      [id],
    );
    expect(events).toMatchObject([
      { type: 'developer.decision-undone', data: { decisionId: undoing, undoesId: decision, to: FROM[verb] } },
      { data: { decisionId: decision, undoableUntil: expect.any(String) } },
    ]);
    expect(await errorOf(undoDecisions(gatehouse, [decision], admin))).toBe('Conflict');
    expect(await errorOf(undoDecisions(gatehouse, [undoing], admin))).toBe('Conflict');
  },
);

test('the email waits for the undo window of the portal, and goes out at its end', async () => {
  const { id } = await personIn('PENDING', 'waits@undo.test');
  await decide(gatehouse, 'approve', [id], admin);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'waits@undo.test')).toHaveLength(0);
  const [job] = await gatehouse.sql<{ seconds: number }>(
    "SELECT round(extract(epoch FROM due_at - created_at))::int AS seconds FROM jobs WHERE name = 'sendApprovedEmail' AND status = 'QUEUED'",
  );
  expect(job?.seconds).toBe(30);
  await afterTheWindow();
  expect(mailsTo(gatehouse, 'waits@undo.test')).toHaveLength(1);
  expect(await errorOf(undoDecisions(gatehouse, [await decisionOf(id)], admin))).toBe('Conflict');
  expect(await statusOf(id)).toBe('APPROVED');
});

test('an email that was tried once, even in vain, ends the time to undo', async () => {
  const { id } = await personIn('PENDING', 'tried@undo.test');
  await decide(gatehouse, 'reject', [id], admin);
  await gatehouse.sql(
    "UPDATE jobs SET attempt = 1, due_at = now() + interval '1 hour' WHERE name = 'sendRejectedEmail' AND status = 'QUEUED'",
  );
  expect(await errorOf(undoDecisions(gatehouse, [await decisionOf(id)], admin))).toBe('Conflict');
});

test('a log-in after an approval ends the time to undo', async () => {
  const { id, passwordToken } = await personIn('PENDING', 'in@undo.test');
  await setPassword(gatehouse, passwordToken);
  await decide(gatehouse, 'approve', [id], admin);
  await succeed(logIn(gatehouse, 'in@undo.test'));
  expect(await errorOf(undoDecisions(gatehouse, [await decisionOf(id)], admin))).toBe('Conflict');
  expect(await statusOf(id)).toBe('APPROVED');
});

test('an answer that told the status ends the time to undo: a refused log-in, a new password, another click on the link', async () => {
  const told = {
    'log-in@undo.test': async ({ id, passwordToken }: { id: string; passwordToken: string }) => {
      await setPassword(gatehouse, passwordToken);
      await decide(gatehouse, 'reject', [id], admin);
      expect(await logIn(gatehouse, 'log-in@undo.test')).toMatchObject({ __typename: 'NotApproved', status: 'REJECTED' });
    },
    'password@undo.test': async ({ id, passwordToken }: { id: string; passwordToken: string }) => {
      await decide(gatehouse, 'approve', [id], admin);
      expect(await setPassword(gatehouse, passwordToken)).toMatchObject({ status: 'APPROVED' });
    },
  };
  for (const [email, act] of Object.entries(told)) {
    const person = await personIn('PENDING', email);
    await act(person);
    expect([email, await errorOf(undoDecisions(gatehouse, [await decisionOf(person.id)], admin))]).toEqual([email, 'Conflict']);
  }
  await signUp(gatehouse, 'click@undo.test');
  const token = await mailedToken(gatehouse, 'click@undo.test');
  await verifyEmail(gatehouse, token);
  await gatehouse.drain();
  const [row] = await gatehouse.sql<{ id: string }>("SELECT id FROM developers WHERE email = 'click@undo.test'");
  await decide(gatehouse, 'approve', [row?.id ?? ''], admin);
  expect(await verifyEmail(gatehouse, token)).toMatchObject({ status: 'APPROVED' });
  expect(await errorOf(undoDecisions(gatehouse, [await decisionOf(row?.id ?? '')], admin))).toBe('Conflict');
});

test('another click on an emailed invitation tells the status, too, and ends the time to undo', async () => {
  const { token } = await invited(gatehouse, 'invited@undo.test', admin);
  await succeed(acceptInvitation(gatehouse, token));
  await gatehouse.drain();
  const id = await developerId(gatehouse, 'invited@undo.test');
  await decide(gatehouse, 'approve', [id], admin);
  expect(await acceptInvitation(gatehouse, token)).toMatchObject({ status: 'APPROVED' });
  expect(await errorOf(undoDecisions(gatehouse, [await decisionOf(id)], admin))).toBe('Conflict');
});

test('an answer that told an earlier status does not', async () => {
  const { id, passwordToken } = await personIn('PENDING', 'earlier@undo.test');
  await setPassword(gatehouse, passwordToken);
  expect(await logIn(gatehouse, 'earlier@undo.test')).toMatchObject({ __typename: 'NotApproved', status: 'PENDING' });
  await decide(gatehouse, 'approve', [id], admin);
  expect(await errorOf(undoDecisions(gatehouse, [await decisionOf(id)], admin))).toBeNull();
  expect(await logIn(gatehouse, 'earlier@undo.test')).toMatchObject({ __typename: 'NotApproved', status: 'PENDING' });
});

test('a status email that somebody asks for meanwhile waits too, and tells what holds then', async () => {
  const { id } = await personIn('PENDING', 'asked@undo.test');
  await decide(gatehouse, 'reject', [id], admin, { reason: 'by mistake' });
  await signUp(gatehouse, 'asked@undo.test');
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'asked@undo.test')).toHaveLength(0);
  await succeed(undoDecisions(gatehouse, [await decisionOf(id)], admin));
  await afterTheWindow();
  const mails = mailsTo(gatehouse, 'asked@undo.test');
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).not.toContain('by mistake');
  expect(mails[0]?.text).toContain('Your registration: Pending');
});

test('a status email that tells a decision ends the time to undo', async () => {
  const { id } = await personIn('PENDING', 'mailed@undo.test');
  await decide(gatehouse, 'reject', [id], admin);
  await gatehouse.sql('UPDATE decisions SET undoable_until = now() WHERE undoable_until > now()');
  await signUp(gatehouse, 'mailed@undo.test');
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'mailed@undo.test')).toHaveLength(1);
  expect(await errorOf(undoDecisions(gatehouse, [await decisionOf(id)], admin))).toBe('Conflict');
});

test('after a later decision the earlier one cannot be undone, but it can after the later one is undone', async () => {
  const { id } = await personIn('PENDING', 'later@undo.test');
  await decide(gatehouse, 'approve', [id], admin);
  const approval = await decisionOf(id);
  await decide(gatehouse, 'revoke', [id], admin);
  const revocation = await decisionOf(id);
  expect(await errorOf(undoDecisions(gatehouse, [approval], admin))).toBe('Conflict');
  expect(await errorOf(undoDecisions(gatehouse, [revocation], admin))).toBeNull();
  expect(await statusOf(id)).toBe('APPROVED');
  expect(await errorOf(undoDecisions(gatehouse, [approval], admin))).toBeNull();
  expect(await statusOf(id)).toBe('PENDING');
});

test('after an undone revocation, the email of the approval still goes out', async () => {
  const { id } = await personIn('PENDING', 'still@undo.test');
  await decide(gatehouse, 'approve', [id], admin);
  await decide(gatehouse, 'revoke', [id], admin);
  await succeed(undoDecisions(gatehouse, [await decisionOf(id)], admin));
  await afterTheWindow();
  expect(mailsTo(gatehouse, 'still@undo.test').map(({ subject }) => subject)).toEqual([
    'Your registration at demo portal is approved',
  ]);
});

test('an approval that a log-in told stays, also when a later revocation is undone', async () => {
  const { id, passwordToken } = await personIn('PENDING', 'told-before@undo.test');
  await setPassword(gatehouse, passwordToken);
  await decide(gatehouse, 'approve', [id], admin);
  const approval = await decisionOf(id);
  await succeed(logIn(gatehouse, 'told-before@undo.test'));
  await decide(gatehouse, 'revoke', [id], admin);
  expect(await errorOf(undoDecisions(gatehouse, [await decisionOf(id)], admin))).toBeNull();
  expect(await errorOf(undoDecisions(gatehouse, [approval], admin))).toBe('Conflict');
  expect(await statusOf(id)).toBe('APPROVED');
});

test('an email that an admin lets try again was tried, so the decision cannot be undone', async () => {
  const { id } = await personIn('PENDING', 'retried@undo.test');
  await decide(gatehouse, 'approve', [id], admin);
  const decision = await decisionOf(id);
  await gatehouse.sql("UPDATE jobs SET status = 'FAILED', attempt = 35, finished_at = now() WHERE id = $1", [decision]);
  await succeed(mutate(gatehouse, RetryJobsDocument, { ids: [decision] }, { token: admin }));
  expect(await errorOf(undoDecisions(gatehouse, [decision], admin))).toBe('Conflict');
  await afterTheWindow();
  expect(mailsTo(gatehouse, 'retried@undo.test')).toHaveLength(1);
});

test('an email that is due while a later decision can be undone waits for it', async () => {
  const revoked = await personIn('PENDING', 'later-stays@undo.test');
  const approved = await personIn('PENDING', 'later-goes@undo.test');
  const ids = [revoked.id, approved.id];
  await decide(gatehouse, 'approve', ids, admin);
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'QUEUED'");
  await decide(gatehouse, 'revoke', ids, admin);
  await gatehouse.drain();
  expect(gatehouse.inbox.mails).toHaveLength(0);
  await succeed(undoDecisions(gatehouse, [await decisionOf(approved.id)], admin));
  await afterTheWindow();
  const subjects = (email: string) => mailsTo(gatehouse, email).map(({ subject }) => subject);
  expect(subjects('later-goes@undo.test')).toEqual(['Your registration at demo portal is approved']);
  expect(subjects('later-stays@undo.test')).toEqual(['Your access to demo portal was revoked']);
});

test('an undone reinstatement does not hold back the email of the approval before', async () => {
  const { id } = await personIn('PENDING', 'chain@undo.test');
  await decide(gatehouse, 'approve', [id], admin);
  await decide(gatehouse, 'revoke', [id], admin);
  const revocation = await decisionOf(id);
  await decide(gatehouse, 'reinstate', [id], admin);
  await succeed(undoDecisions(gatehouse, [await decisionOf(id)], admin));
  await succeed(undoDecisions(gatehouse, [revocation], admin));
  await afterTheWindow();
  expect(mailsTo(gatehouse, 'chain@undo.test')).toHaveLength(1);
});

test('a status email after an undo has the reason of the decision that counts', async () => {
  const { id } = await personIn('PENDING', 'reason@undo.test');
  await decide(gatehouse, 'reject', [id], admin, { reason: 'Use your company address.' });
  await afterTheWindow();
  gatehouse.inbox.mails.length = 0;
  await decide(gatehouse, 'reinstate', [id], admin, { reason: 'by mistake' });
  await succeed(undoDecisions(gatehouse, [await decisionOf(id)], admin));
  await signUp(gatehouse, 'reason@undo.test');
  await afterTheWindow();
  const texts = mailsTo(gatehouse, 'reason@undo.test').map(({ text }) => text);
  expect(texts).toEqual([expect.stringContaining('Use your company address.')]);
  expect(texts[0]).not.toContain('by mistake');
});

test('the developer never sees a decision that was undone, admins do', async () => {
  const { id, passwordToken } = await personIn('PENDING', 'sees@undo.test');
  await setPassword(gatehouse, passwordToken);
  await decide(gatehouse, 'approve', [id], admin);
  await decide(gatehouse, 'revoke', [id], admin, { reason: 'by mistake' });
  await succeed(undoDecisions(gatehouse, [await decisionOf(id)], admin));
  const token = await bearer(gatehouse, 'sees@undo.test');
  const fields = 'decisions { to reason }';
  const seen = await gatehouse.graphql(`{ me(portal: "demo") { ${fields} } }`, {}, { token });
  expect(seen.data).toEqual({ me: { decisions: [{ to: 'APPROVED', reason: null }] } });
  const kept = await gatehouse.graphql(`{ developer(id: "${id}") { ${fields} } }`, {}, { token: admin });
  expect(kept.data).toMatchObject({ developer: { decisions: [{}, { reason: 'by mistake' }, { to: 'APPROVED' }] } });
});

test('links and sessions that a decision ended stay ended', async () => {
  const { id, passwordToken } = await personIn('PENDING', 'ended@undo.test');
  await decide(gatehouse, 'reject', [id], admin);
  await succeed(undoDecisions(gatehouse, [await decisionOf(id)], admin));
  expect(await setPassword(gatehouse, passwordToken, PASSWORD)).toMatchObject({ __typename: 'InvalidToken' });
});

test('the admin who decided and an OWNER can undo it, another APPROVER and a decision of nobody cannot', async () => {
  const first = await addAdmin(gatehouse, 'first@undo.test', 'APPROVER', 'demo');
  const second = await addAdmin(gatehouse, 'second@undo.test', 'APPROVER', 'demo');
  const viewer = await addAdmin(gatehouse, 'viewer@undo.test', 'VIEWER', 'demo');
  const { id } = await personIn('PENDING', 'roles@undo.test');
  await decide(gatehouse, 'approve', [id], first);
  const decision = await decisionOf(id);
  for (const token of [second, viewer]) expect(await errorOf(undoDecisions(gatehouse, [decision], token))).toBe('NotAllowed');
  expect(await undoDecisions(gatehouse, [decision], undefined)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await errorOf(undoDecisions(gatehouse, [decision], first))).toBeNull();
  await decide(gatehouse, 'reject', [id], second);
  expect(await errorOf(undoDecisions(gatehouse, [await decisionOf(id)], admin))).toBeNull();
  for (const unknown of ['x', '01890000-0000-7000-8000-000000000000', id]) {
    expect(await errorOf(undoDecisions(gatehouse, [unknown], admin))).toBe('NotFound');
  }
});

test('an approver whose role was just taken cannot undo', async () => {
  const token = await addAdmin(gatehouse, 'taken@undo.test', 'APPROVER', 'demo');
  const { id } = await personIn('PENDING', 'taken-role@undo.test');
  await decide(gatehouse, 'approve', [id], token);
  await gatehouse.sql(
    "UPDATE admin_roles SET role = 'VIEWER' FROM admins WHERE admins.id = admin_id AND email = 'taken@undo.test'",
  );
  expect(await errorOf(undoDecisions(gatehouse, [await decisionOf(id)], token))).toBe('NotAllowed');
  expect(await statusOf(id)).toBe('APPROVED');
});

test('undo and email at the same moment: the email is sent or the decision is undone, never both', async () => {
  for (let round = 0; round < 3; round++) {
    const email = `moment-${round}@undo.test`;
    const { id } = await personIn('PENDING', email);
    await decide(gatehouse, 'approve', [id], admin);
    const decision = await decisionOf(id);
    await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE name = 'sendApprovedEmail' AND status = 'QUEUED'");
    const [error] = await Promise.all([errorOf(undoDecisions(gatehouse, [decision], admin)), gatehouse.drain()]);
    const wasMailed = mailsTo(gatehouse, email).length;
    expect([error, await statusOf(id), wasMailed]).toEqual(error === null ? [null, 'PENDING', 0] : ['Conflict', 'APPROVED', 1]);
  }
});

test('a log-in that waits for a decision counts as after it', async () => {
  const { id, passwordToken } = await personIn('PENDING', 'waiting@undo.test');
  await setPassword(gatehouse, passwordToken);
  // The log-in begins before the approval is committed.
  const answer = await whileHeld(
    gatehouse.databaseUrl,
    `UPDATE developers SET status = 'APPROVED', status_told_at = NULL WHERE id = '${id}'`,
    () => logIn(gatehouse, 'waiting@undo.test'),
    async () => undefined,
  );
  expect(answer).toMatchObject({ __typename: 'LogInSuccess' });
  const [row] = await gatehouse.sql<{ told: boolean }>(
    'SELECT status_told_at IS NOT NULL AS told FROM developers WHERE id = $1',
    [id],
  );
  expect(row?.told).toBe(true);
});

test('the undo window is 0 to 300 seconds, 30 if never set, and 0 sends the email at once', async () => {
  for (const undoWindow of [-1, LONGEST_UNDO_WINDOW + 1]) {
    expect(await updatePortal(gatehouse, { undoWindow }, admin)).toMatchObject({
      __typename: 'InvalidInput',
      issues: [{ path: ['undoWindow'] }],
    });
  }
  await succeed(updatePortal(gatehouse, { undoWindow: 0 }, admin));
  const { id } = await personIn('PENDING', 'zero@undo.test');
  await decide(gatehouse, 'approve', [id], admin);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'zero@undo.test')).toHaveLength(1);
  await succeed(updatePortal(gatehouse, { undoWindow: 30 }, admin));
});
