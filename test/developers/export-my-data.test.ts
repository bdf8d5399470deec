import { expect, test } from 'vitest';
import { MOST_OWN_ROWS } from '../../domain/developers/data-of.ts';
import { MOST_EXPORTS } from '../../domain/developers/export-my-data.ts';
import { MOST_OWN_EVENTS } from '../../domain/developers/own-timeline.ts';
import {
  addNote,
  createPortal,
  decide,
  openDemoPortal,
  setAnswers,
  setSignUpFields,
  undoDecisions,
  updatePortal,
} from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { acceptTerms, confirmEmailChange, exportMyData, requestEmailChange, updateProfile } from '../kit/own-account.ts';
import { bearer, loggedInPerson, logIn, mailedToken } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const exported = async (token: string) => JSON.parse((await succeed(exportMyData(gatehouse, { token }))).json);

test('answers everything that the person may see', async () => {
  const { id, token } = await loggedInPerson(gatehouse, 'ada@export.test', admin);
  await setSignUpFields(gatehouse, [{ key: 'company', label: 'Company', kind: 'TEXT', editableBy: 'ADMINS' }], admin);
  await setAnswers(gatehouse, id, [{ field: 'company', value: 'Navy' }], admin);
  await updatePortal(gatehouse, { terms: { version: '7', url: 'https://terms.example/7' } }, admin);
  await succeed(acceptTerms(gatehouse, { token }, '7'));
  await updatePortal(gatehouse, { terms: null }, admin);
  await succeed(updateProfile(gatehouse, { token }, 'Ada King'));
  await succeed(requestEmailChange(gatehouse, { token }, 'ada.new@export.test'));
  await succeed(confirmEmailChange(gatehouse, await mailedToken(gatehouse, 'ada.new@export.test')));

  const data = await exported(token);
  expect(data).toMatchObject({
    portal: { slug: 'demo' },
    profile: { id, email: 'ada.new@export.test', fullName: 'Ada King', status: 'APPROVED', hasPassword: true, locale: null },
    formerEmails: [{ email: 'ada@export.test' }],
    answers: [{ field: 'company', label: 'Company', value: 'Navy' }],
    acceptedTerms: [{ version: '7' }],
    decisions: [{ from: 'PENDING', to: 'APPROVED' }],
    questions: [],
    sessions: [{ method: 'PASSWORD', current: true }],
    ssoIdentities: [],
    secondFactors: [],
    recoveryCodesLeft: 0,
  });
  expect(data.timeline.map(({ type, byYou }: { type: string; byYou: boolean }) => `${type} ${byYou}`)).toEqual([
    'developer.data-exported true',
    'developer.email-changed true',
    'developer.email-change-requested true',
    'developer.profile-changed true',
    'terms.accepted true',
    'developer.answers-changed false',
    'session.opened true',
    'developer.approved false',
    'password.set true',
    'developer.verified true',
  ]);
});

test('answers secrets of nobody, and nothing that only admins see', async () => {
  const { id, token } = await loggedInPerson(gatehouse, 'grace@export.test', admin);
  const other = await loggedInPerson(gatehouse, 'other@export.test', admin);
  await setSignUpFields(
    gatehouse,
    [{ key: 'risk', label: 'Risk', kind: 'TEXT', visibleTo: 'ADMINS', editableBy: 'ADMINS' }],
    admin,
  );
  await setAnswers(gatehouse, id, [{ field: 'risk', value: 'dangerous' }], admin);
  await addNote(gatehouse, id, 'wary of her', admin);
  await gatehouse.sql(`UPDATE decisions SET note = 'a friend of the boss', reason = 'Welcome.' WHERE developer_id = $1`, [id]);

  await gatehouse.sql(
    `INSERT INTO second_factors (id, developer_id, kind, name, sealed_secret, last_step)
     VALUES (gen_random_uuid(), $1, 'TOTP', 'Phone', 'sealed'::bytea, 1)`,
    [id],
  );
  const { json } = await succeed(exportMyData(gatehouse, { token }));
  for (const hidden of ['dangerous', 'risk', 'wary', 'friend', 'answers-changed', 'note', admin, token])
    expect(json).not.toContain(hidden);
  for (const hidden of ['sealed', 'hash', 'argon2', 'sessionId', 'other@export.test', other.id, 'root@'])
    expect(json).not.toContain(hidden);
  const data = JSON.parse(json);
  expect(data.decisions).toMatchObject([{ reason: 'Welcome.' }]);
  expect(data.timeline.filter(({ byYou }: { byYou: boolean }) => byYou)).toMatchObject(Array(4).fill({ ip: '127.0.0.1' }));
  const ofOthers = data.timeline.filter(({ byYou }: { byYou: boolean }) => !byYou);
  expect(ofOthers).toMatchObject([{ type: 'developer.approved', ip: null, userAgent: null }]);
  expect(data.secondFactors).toEqual([{ kind: 'TOTP', name: 'Phone', createdAt: expect.any(String), lastUsedAt: null }]);
});

test('a decision that was undone is not in it', async () => {
  await updatePortal(gatehouse, { undoWindow: 300 }, admin);
  const { id } = await loggedInPerson(gatehouse, 'undone@export.test', admin);
  await decide(gatehouse, 'revoke', [id], admin);
  const [revoked] = await gatehouse.sql<{ id: string }>(
    `SELECT id FROM decisions WHERE developer_id = $1 AND "to" = 'REVOKED'`,
    [id],
  );
  await succeed(undoDecisions(gatehouse, [present(revoked).id], admin));
  const { token } = await succeed(logIn(gatehouse, 'undone@export.test'), 'token');
  await updatePortal(gatehouse, { undoWindow: 0 }, admin);
  const data = await exported(token);
  expect(data.decisions).toHaveLength(1);
  expect(JSON.stringify(data.timeline)).not.toMatch(/revoked|undone/);
});

test('R33: strangers, admins, people of another portal and the revoked get nothing, and nothing is noted', async () => {
  await createPortal(gatehouse, 'other', admin);
  const { id, token } = await loggedInPerson(gatehouse, 'portal@export.test', admin);
  const denied = { __typename: 'NotAllowed' };
  expect(await exportMyData(gatehouse, {})).toMatchObject(denied);
  expect(await exportMyData(gatehouse, { token: admin })).toMatchObject(denied);
  expect(await exportMyData(gatehouse, { token }, 'other')).toMatchObject(denied);
  await decide(gatehouse, 'revoke', [id], admin);
  expect(await exportMyData(gatehouse, { token })).toMatchObject(denied);
  const events = await gatehouse.sql(`SELECT FROM events WHERE type = 'developer.data-exported' AND subject_id = $1`, [id]);
  expect(events).toEqual([]);
});

test('ten times an hour, whichever session asks', async () => {
  const { token } = await loggedInPerson(gatehouse, 'often@export.test', admin);
  const other = await bearer(gatehouse, 'often@export.test');
  for (let time = 1; time <= MOST_EXPORTS; time++) await exported(time % 2 ? token : other);
  const again = 'mutation { exportMyData(input: { portal: "demo" }) { ... on TooManyAttempts { retryAfter } } }';
  for (const one of [token, other]) {
    const { data } = await gatehouse.graphql<{ exportMyData: { retryAfter: number } }>(again, {}, { token: one });
    expect(data.exportMyData.retryAfter).toBeGreaterThan(3_000);
  }
});

test('the newest events and rows only', async () => {
  const { id, token } = await loggedInPerson(gatehouse, 'long@export.test', admin);
  await gatehouse.sql(
    `INSERT INTO events (id, at, portal_id, type, actor_kind, subject_kind, subject_id, data)
     SELECT gen_random_uuid(), now() - at * interval '1 minute', portal_id, 'developer.profile-changed', 'DEVELOPER', 'DEVELOPER', id, '{"fields":[]}'
     FROM developers, generate_series(1, $2::int) at WHERE id = $1`,
    [id, MOST_OWN_EVENTS],
  );
  await gatehouse.sql(
    `INSERT INTO accepted_terms (id, developer_id, version, url, accepted_at)
     SELECT gen_random_uuid(), $1, at, 'https://terms.example', now() FROM generate_series(1, $2::int) at`,
    [id, MOST_OWN_ROWS + 1],
  );
  const data = await exported(token);
  expect(data.timeline).toHaveLength(MOST_OWN_EVENTS);
  expect(data.timeline[0].type).toBe('developer.data-exported');
  expect(data.acceptedTerms).toHaveLength(MOST_OWN_ROWS);
});
