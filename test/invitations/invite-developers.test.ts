import { expect, test } from 'vitest';
import {
  INVITATION_KEPT_MS,
  INVITATION_TTL_MS,
  LONGEST_INVITATION_TTL_MS,
  MOST_INVITED,
  SHORTEST_INVITATION_TTL_MS,
} from '../../domain/invitations/invitation-input.ts';
import { BATCH } from '../../domain/invitations/invite-developers.ts';
import { addAdmin, createPortal, decide, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { createDeveloper, createInvitationLink, invitations, inviteDevelopers, invited, inviteIn } from '../kit/invitations.ts';
import { findLink } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { approvedPerson, lastMailTo, registeredPerson, signUp, tokenIn } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);
const approver = await addAdmin(gatehouse, 'approver@many.test', 'APPROVER', 'demo');
const viewer = await addAdmin(gatehouse, 'viewer@many.test', 'VIEWER', 'demo');

const secondsOf = async (email: string) =>
  Number(
    (
      await gatehouse.sql<{ s: string }>(
        'SELECT extract(epoch FROM expires_at - created_at)::int AS s FROM invitations WHERE email = $1',
        [email],
      )
    )[0]?.s,
  );

test('mails each person a link with the message, and registers nobody; only the hash is stored', async () => {
  const people = [{ email: 'Ada@many.test', fullName: 'Ada' }, { email: 'bob@many.test' }];
  const message = 'Welcome!\n<b>See</b> you.';
  const { results } = await succeed(inviteDevelopers(gatehouse, people, approver, { message }));
  expect(results).toMatchObject([
    { email: 'Ada@many.test', link: null, error: null, invitation: { email: 'ada@many.test', state: 'OPEN', emailed: true } },
    { email: 'bob@many.test', link: null, error: null, invitation: { inviterEmail: 'approver@many.test', approved: false } },
  ]);
  await gatehouse.drain();
  const mail = lastMailTo(gatehouse, 'Ada@many.test');
  expect(mail.subject).toBe('You are invited to demo portal');
  expect(mail.text).toContain('Hello Ada,');
  expect(mail.text).toContain(message);
  expect(mail.text).toContain(`${gatehouse.url}/p/demo/accept-invitation?token=`);
  expect(mail.text).toMatch(/valid until \w+ \d+, 20\d\d, \d\d:\d\d UTC/);
  expect(await secondsOf('ada@many.test')).toBe(INVITATION_TTL_MS / 1_000);
  const token = tokenIn(mail);
  expect(await findLink(gatehouse, token)).toMatchObject({
    kind: 'ACCEPT_INVITATION',
    works: true,
    used: false,
    email: 'ada@many.test',
    form: { fullName: 'Ada' },
  });
  expect(await gatehouse.sql("SELECT FROM developers WHERE email LIKE '%@many.test'")).toEqual([]);
  expect(JSON.stringify(await gatehouse.sql('SELECT * FROM invitations'))).not.toContain(token);
});

test('each one on its own: Conflict for who is verified there, issues with the path for bad fields', async () => {
  await setSignUpFields(gatehouse, [{ key: 'company', label: 'Company', kind: 'URL' }], owner);
  await approvedPerson(gatehouse, 'known@many.test', owner);
  const rejected = await registeredPerson(gatehouse, 'rejected@many.test');
  await decide(gatehouse, 'reject', [rejected.id], owner);
  await signUp(gatehouse, 'unverified@many.test');
  const { results } = await succeed(
    inviteDevelopers(
      gatehouse,
      [
        { email: 'known@many.test' },
        { email: 'no address', fullName: ' ' },
        { email: 'twice@many.test' },
        { email: 'TWICE@many.test' },
        { email: 'asked@many.test', answers: [{ field: 'company', value: 'no URL' }] },
        { email: 'rejected@many.test' },
        { email: 'unverified@many.test' },
      ],
      owner,
    ),
  );
  const told = results.map(({ error, invitation }) => [
    invitation?.state ?? null,
    error?.__typename ?? null,
    error && 'issues' in error ? error.issues.map(({ path, code }) => `${path.join('.')} ${code}`) : [],
  ]);
  expect(told).toEqual([
    [null, 'Conflict', []],
    [null, 'InvalidInput', ['invitations.1.email NOT_AN_EMAIL', 'invitations.1.fullName REQUIRED']],
    ['OPEN', null, []],
    [null, 'InvalidInput', ['invitations.3.email DUPLICATE']],
    [null, 'InvalidInput', ['invitations.4.answers.company NOT_A_URL']],
    [null, 'Conflict', []],
    ['OPEN', null, []],
  ]);
  await setSignUpFields(gatehouse, [], owner);
});

test('a thousand at most, a hundred in a transaction, one mail each', async () => {
  const people = Array.from({ length: MOST_INVITED + 1 }, (_, at) => ({ email: `p${at}@thousand.test` }));
  const { issues } = await refusal(inviteDevelopers(gatehouse, people, owner), 'InvalidInput');
  expect(issues).toMatchObject([{ path: ['invitations'], code: 'TOO_MANY' }]);
  expect((await refusal(inviteDevelopers(gatehouse, [], owner), 'InvalidInput')).issues).toMatchObject([{ code: 'TOO_FEW' }]);
  const { results } = await succeed(inviteDevelopers(gatehouse, people.slice(1), owner));
  expect(results.filter(({ invitation }) => invitation?.state === 'OPEN')).toHaveLength(MOST_INVITED);
  const [written] = await gatehouse.sql(
    "SELECT count(*)::int AS all, count(DISTINCT xmin::text)::int AS transactions FROM invitations WHERE email LIKE '%@thousand.test'",
  );
  expect(written).toEqual({ all: MOST_INVITED, transactions: MOST_INVITED / BATCH });
  const jobs = await gatehouse.sql(
    `SELECT FROM jobs JOIN invitations ON invitations.id = (payload ->> 'invitationId')::uuid
     WHERE name = 'sendInvitationEmail' AND email LIKE '%@thousand.test'`,
  );
  expect(jobs).toHaveLength(MOST_INVITED);
  await gatehouse.sql("DELETE FROM jobs WHERE name = 'sendInvitationEmail'");
});

test('works as long as it is told, within bounds', async () => {
  const [least, most] = [SHORTEST_INVITATION_TTL_MS / 1_000, LONGEST_INVITATION_TTL_MS / 1_000];
  for (const expiresIn of [least, most]) {
    const email = `for-${expiresIn}@many.test`;
    await succeed(inviteDevelopers(gatehouse, [{ email }], owner, { expiresIn }));
    expect(await secondsOf(email)).toBe(expiresIn);
  }
  for (const [expiresIn, code] of [
    [least - 1, 'TOO_LOW'],
    [most + 1, 'TOO_HIGH'],
  ] as const) {
    const refused = await refusal(
      inviteDevelopers(gatehouse, [{ email: 'x@many.test' }], owner, { expiresIn }),
      'InvalidInput',
    );
    expect(refused.issues).toMatchObject([{ path: ['expiresIn'], code }]);
  }
});

test('without an email the answer has a link to the sign-up form, once', async () => {
  await gatehouse.drain();
  const before = gatehouse.inbox.mails.length;
  const { results } = await succeed(
    inviteDevelopers(gatehouse, [{ email: 'shown@many.test', fullName: 'Shown' }], owner, { sendInvitation: false }),
  );
  await gatehouse.drain();
  expect(gatehouse.inbox.mails).toHaveLength(before);
  const link = results[0]?.link ?? '';
  expect(link).toContain(`${gatehouse.url}/p/demo/sign-up?invite=`);
  expect(await findLink(gatehouse, inviteIn(link))).toMatchObject({
    kind: 'SIGN_UP',
    works: true,
    email: 'shown@many.test',
    form: { fullName: 'Shown' },
  });
  expect(JSON.stringify(await gatehouse.sql('SELECT * FROM invitations'))).not.toContain(inviteIn(link));
});

test('whoever may decide may invite; others may not, and another portal does not exist for them', async () => {
  await refusal(inviteDevelopers(gatehouse, [{ email: 'x@many.test' }], viewer), 'NotAllowed');
  await refusal(inviteDevelopers(gatehouse, [{ email: 'x@many.test' }], approver, { portal: 'other' }), 'NotFound');
});

test('the list shows both kinds by state, kind and address, to whoever may read at the portal', async () => {
  await succeed(createDeveloper(gatehouse, 'elsewhere@many.test', owner, { portal: 'other' }));
  await succeed(createInvitationLink(gatehouse, approver, { label: 'Hackathon', uses: 3, emailDomains: ['example.com'] }));
  const links = await invitations(gatehouse, viewer, { portal: 'demo', filter: { kind: 'LINK' } });
  expect(links).toMatchObject([
    { kind: 'LINK', state: 'OPEN', label: 'Hackathon', uses: 3, used: 0, email: null, emailDomains: ['example.com'] },
  ]);
  expect(await invitations(gatehouse, viewer, { filter: { email: 'elsewhere@many.test' } })).toEqual([]);
  expect(await invitations(gatehouse, owner, { filter: { email: 'ELSEWHERE@many.test' } })).toMatchObject([
    { inviterEmail: ADMIN.email },
  ]);
  await gatehouse.sql("UPDATE invitations SET expires_at = now() WHERE email = 'for-3600@many.test'");
  await gatehouse.sql("UPDATE invitations SET revoked_at = now() WHERE email = 'bob@many.test'");
  await gatehouse.sql("UPDATE invitations SET used = 1 WHERE email = 'twice@many.test'");
  for (const [state, email] of [
    ['EXPIRED', 'for-3600@many.test'],
    ['REVOKED', 'bob@many.test'],
    ['USED', 'twice@many.test'],
  ] as const) {
    expect(await invitations(gatehouse, viewer, { portal: 'demo', filter: { state: [state] } })).toMatchObject([
      { email, state },
    ]);
  }
});

test('nothing removes an invitation before its end, and the purge removes it long after', async () => {
  const { id } = await invited(gatehouse, 'kept@many.test', owner);
  const left = async () => (await gatehouse.sql('SELECT FROM invitations WHERE id = $1', [id])).length;
  await gatehouse.sql(
    "UPDATE invitations SET expires_at = now() + interval '1 minute', created_at = now() - interval '90 days' WHERE id = $1",
    [id],
  );
  await gatehouse.purge();
  expect(await left()).toBe(1);
  const kept = `${INVITATION_KEPT_MS} * interval '1 millisecond'`;
  await gatehouse.sql(`UPDATE invitations SET expires_at = now() - ${kept} + interval '1 minute' WHERE id = $1`, [id]);
  await gatehouse.purge();
  expect(await left()).toBe(1);
  await gatehouse.sql(`UPDATE invitations SET expires_at = now() - ${kept} - interval '1 minute' WHERE id = $1`, [id]);
  await gatehouse.purge();
  expect(await left()).toBe(0);
});
