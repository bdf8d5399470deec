import { beforeEach, expect, test } from 'vitest';
import type { SignUpFieldInput } from '../generated/operations.ts';
import { createPortal, decide, deleteDevelopers, openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { beforeCommit } from '../kit/database.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  bearer,
  developerId,
  mailedToken,
  mailsTo,
  PASSWORD,
  registeredPerson,
  setPassword,
  signUp,
  tokenIn,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const INVALID = { __typename: 'InvalidToken', message: 'This link is no longer valid. Ask for a new one.' };
const DAY = 24 * 3_600_000;
const HALF_HOUR = 30 * 60_000;

const tables = ['portals', 'developers', 'tokens', 'sessions', 'decisions', 'jobs', 'mail_bounds', 'new_request_notices'];

/** Every row, to show that nothing changed. */
const everything = async () => {
  const rows = await Promise.all(tables.map((table) => gatehouse.sql(`SELECT t::text AS row FROM ${table} t ORDER BY 1`)));
  return Object.fromEntries(tables.map((table, at) => [table, rows[at]]));
};

const expireAt = (email: string, purpose: string, at: string) =>
  gatehouse.sql(
    `UPDATE tokens SET expires_at = now() + $3::interval
     WHERE purpose = $2::"TokenPurpose" AND developer_id = (SELECT id FROM developers WHERE email = $1)`,
    [email, purpose, at],
  );

const jobsOf = async (name: string, developerId: string) =>
  await gatehouse.sql("SELECT 1 FROM jobs WHERE name = $1 AND payload->>'developerId' = $2", [name, developerId]);

beforeEach(() => gatehouse.sql('DELETE FROM mail_bounds'));

test('the mailed token verifies the address and gives what creates the password', async () => {
  await signUp(gatehouse, 'ada@verify.test', { fullName: 'Ada' });
  const token = await mailedToken(gatehouse, 'ada@verify.test');
  const before = Date.now();
  const verified = await succeed(verifyEmail(gatehouse, token), 'passwordToken', 'expiresAt');
  expect(verified).toEqual({
    __typename: 'VerifyEmailSuccess',
    email: 'ada@verify.test',
    status: 'PENDING',
    passwordToken: expect.stringMatching(/^[\w-]{43}$/),
    expiresAt: expect.any(String),
    returnTo: null,
    portal: { slug: 'demo' },
  });
  await gatehouse.drain();
  expect(Math.abs(Date.parse(verified.expiresAt) - before - HALF_HOUR)).toBeLessThan(5_000);
  expect(await setPassword(gatehouse, verified.passwordToken)).toMatchObject({ __typename: 'SetPasswordSuccess' });
});

test('R13: opening the mailed link, by GET or HEAD, with or without the agent of a browser, changes nothing', async () => {
  await signUp(gatehouse, 'scanned@verify.test');
  await gatehouse.drain();
  const [mail] = mailsTo(gatehouse, 'scanned@verify.test');
  const link = present(mail?.text.match(/http\S+/)?.[0]);
  const before = await everything();
  for (const agent of ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0', '']) {
    for (let visit = 0; visit < 5; visit++) {
      for (const method of ['GET', 'HEAD']) {
        const response = await fetch(link, { method, headers: { 'user-agent': agent, accept: 'text/html' } });
        expect(response.status).toBe(200);
        expect(response.headers.get('set-cookie')).toBeNull();
        await response.text();
      }
    }
  }
  expect(await everything()).toEqual(before);
  expect(await verifyEmail(gatehouse, tokenIn(mail))).toMatchObject({ __typename: 'VerifyEmailSuccess' });
});

test('while the link lives it succeeds each time and changes nothing but the password tokens that are out', async () => {
  const { verificationToken, id } = await verifiedPerson(gatehouse, 'again@verify.test');
  const [before] = await gatehouse.sql('SELECT * FROM developers WHERE id = $1', [id]);
  const tokens = [];
  for (let click = 0; click < 3; click++) {
    const again = await succeed(verifyEmail(gatehouse, verificationToken), 'passwordToken');
    expect(again).toMatchObject({ __typename: 'VerifyEmailSuccess', status: 'PENDING' });
    tokens.push(again.passwordToken);
  }
  await gatehouse.drain();
  expect(new Set(tokens).size).toBe(3);
  expect((await gatehouse.sql('SELECT * FROM developers WHERE id = $1', [id]))[0]).toEqual(before);
  expect(await jobsOf('evaluateApproval', id)).toHaveLength(1);
});

test('passwordToken is null once there is a password', async () => {
  const { verificationToken, id } = await registeredPerson(gatehouse, 'done@verify.test');
  expect(await verifyEmail(gatehouse, verificationToken)).toMatchObject({
    __typename: 'VerifyEmailSuccess',
    passwordToken: null,
    expiresAt: null,
  });
  expect(await gatehouse.sql("SELECT 1 FROM tokens WHERE developer_id = $1 AND purpose = 'SET_PASSWORD'", [id])).toEqual([]);
});

test('R9: 50 parallel clicks verify once: one evaluation is queued, all of them get in', async () => {
  await signUp(gatehouse, 'parallel@verify.test');
  const token = await mailedToken(gatehouse, 'parallel@verify.test');
  const answers = await Promise.all(Array.from({ length: 50 }, () => succeed(verifyEmail(gatehouse, token))));
  expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['VerifyEmailSuccess']));
  expect(new Set(answers.map(({ passwordToken }) => passwordToken)).size).toBe(50);
  const id = await developerId(gatehouse, 'parallel@verify.test');
  expect(await jobsOf('evaluateApproval', id)).toHaveLength(1);
});

test('R9: when two links to one address are clicked at the same moment, one form wins completely', async () => {
  for (let round = 0; round < 5; round++) {
    const email = `two-links-${round}@verify.test`;
    await signUp(gatehouse, email, { fullName: 'First' });
    const first = await mailedToken(gatehouse, email);
    await signUp(gatehouse, email.toUpperCase(), { fullName: 'Second' });
    const second = await mailedToken(gatehouse, email.toUpperCase().replace('VERIFY.TEST', 'verify.test'));
    await Promise.all([verifyEmail(gatehouse, first), verifyEmail(gatehouse, second)]);
    const [row] = await gatehouse.sql<{ form: string }>(
      "SELECT full_name || ' ' || (typed_email = email) AS form FROM developers WHERE email = $1",
      [email],
    );
    expect(['First true', 'Second false']).toContain(row?.form);
    const forms = await gatehouse.sql(
      'SELECT 1 FROM tokens t JOIN developers d ON d.id = t.developer_id WHERE d.email = $1 AND t.form IS NOT NULL',
      [email],
    );
    expect(forms).toHaveLength(1);
  }
});

test('R10: a link is good for 24 hours: 2 seconds before the end it is, 2 seconds after it is as good as an unknown one', async () => {
  await signUp(gatehouse, 'late@verify.test');
  const token = await mailedToken(gatehouse, 'late@verify.test');
  const [row] = await gatehouse.sql<{ life: number }>(
    `SELECT extract(epoch FROM t.expires_at - t.created_at) * 1000 AS life
     FROM tokens t JOIN developers d ON d.id = t.developer_id WHERE d.email = 'late@verify.test'`,
  );
  expect(Math.abs(Number(row?.life) - DAY)).toBeLessThan(2_000);
  await expireAt('late@verify.test', 'VERIFY_EMAIL', '2 seconds');
  const { passwordToken } = await succeed(verifyEmail(gatehouse, token), 'passwordToken');
  expect(passwordToken).toBeTruthy();
  await expireAt('late@verify.test', 'VERIFY_EMAIL', '-2 seconds');
  expect(await verifyEmail(gatehouse, token)).toEqual(INVALID);

  await gatehouse.drain();
  await expireAt('late@verify.test', 'SET_PASSWORD', '-2 seconds');
  expect(await setPassword(gatehouse, passwordToken)).toEqual(INVALID);
  await expireAt('late@verify.test', 'SET_PASSWORD', '2 seconds');
  expect(await setPassword(gatehouse, passwordToken)).toMatchObject({ __typename: 'SetPasswordSuccess' });
});

test('R11: a token is good for its purpose alone, and still works there afterwards', async () => {
  const { id } = await approvedPerson(gatehouse, 'session@verify.test', admin);
  const session = await bearer(gatehouse, 'session@verify.test');
  await signUp(gatehouse, 'purpose@verify.test');
  const verification = await mailedToken(gatehouse, 'purpose@verify.test');
  expect(await setPassword(gatehouse, verification)).toEqual(INVALID);
  const { passwordToken } = await succeed(verifyEmail(gatehouse, verification), 'passwordToken');
  await gatehouse.drain();
  for (const foreign of [passwordToken, session, admin, id]) expect(await verifyEmail(gatehouse, foreign)).toEqual(INVALID);
  for (const foreign of [session, admin, id]) expect(await setPassword(gatehouse, foreign)).toEqual(INVALID);
  expect(await setPassword(gatehouse, passwordToken)).toMatchObject({ __typename: 'SetPasswordSuccess' });
});

test('R11, R33: a link is good for its own account and portal alone', async () => {
  await createPortal(gatehouse, 'second', admin);
  await signUp(gatehouse, 'both@verify.test');
  await gatehouse.drain();
  await signUp(gatehouse, 'both@verify.test', { portal: 'second' });
  await gatehouse.drain();
  const [first, second] = mailsTo(gatehouse, 'both@verify.test').map(tokenIn);
  expect(await verifyEmail(gatehouse, present(second))).toMatchObject({ portal: { slug: 'second' } });
  const rows = () =>
    gatehouse.sql(`SELECT p.slug, email_verified_at IS NOT NULL AS verified
      FROM developers d JOIN portals p ON p.id = d.portal_id WHERE d.email = 'both@verify.test' ORDER BY 1`);
  expect(await rows()).toEqual([
    { slug: 'demo', verified: false },
    { slug: 'second', verified: true },
  ]);
  expect(await verifyEmail(gatehouse, present(first))).toMatchObject({ portal: { slug: 'demo' } });
});

test.each([
  '',
  'x',
  'A'.repeat(43),
  `${'A'.repeat(43)}=`,
  '\u0000',
  'a\ud800b',
  'token\nwith lines',
  "' OR 1=1 --",
  'x'.repeat(10_000),
])('a token that nobody was mailed is refused: %j', async (token) => {
  expect(await verifyEmail(gatehouse, token)).toEqual(INVALID);
  expect(await setPassword(gatehouse, token)).toEqual(INVALID);
});

test('R26: a token that was cut, lengthened, re-cased or surrounded by spaces is refused', async () => {
  await signUp(gatehouse, 'mangled@verify.test');
  const token = await mailedToken(gatehouse, 'mangled@verify.test');
  const swapped = token.replace(/[a-z]/i, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
  for (const mangled of [token.slice(0, -1), `${token}A`, swapped, ` ${token}`, `${token} `, `${token}\n`]) {
    expect(await verifyEmail(gatehouse, mangled)).toEqual(INVALID);
  }
  expect(await verifyEmail(gatehouse, token)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
});

test.each([{}, [], 0, true, null, { $ne: null }])(
  'R57: %j in the place of a token is refused as input, never as a fault of ours',
  async (value) => {
    for (const [field, type] of [
      ['verifyEmail', 'VerifyEmailInput'],
      ['setPassword', 'SetPasswordInput'],
    ]) {
      const document = `mutation($input: ${type}!) { ${field}(input: $input) { __typename } }`;
      const { status, data, errors } = await gatehouse.graphql(document, {
        input: { token: value, ...(field === 'setPassword' && { password: PASSWORD }) },
      });
      expect([status, data]).toEqual([400, undefined]);
      expect(errors[0]?.message).toContain('"input.token"');
    }
  },
);

test('R12: after reject, revoke and delete every link and password token is dead, as dead as an unknown one', async () => {
  const rejected = await verifiedPerson(gatehouse, 'rejected@verify.test');
  await decide(gatehouse, 'reject', [rejected.id], admin);
  const revoked = await verifiedPerson(gatehouse, 'revoked@verify.test');
  await decide(gatehouse, 'approve', [revoked.id], admin);
  await decide(gatehouse, 'revoke', [revoked.id], admin);
  const deleted = await verifiedPerson(gatehouse, 'deleted@verify.test');
  await deleteDevelopers(gatehouse, [deleted.id], admin);
  const unknown = await gatehouse.graphql('mutation { verifyEmail(input: { token: "x" }) { __typename } }');
  for (const { verificationToken, passwordToken } of [rejected, revoked, deleted]) {
    expect(await verifyEmail(gatehouse, verificationToken)).toEqual(INVALID);
    expect(await setPassword(gatehouse, passwordToken)).toEqual(INVALID);
    const answer = await gatehouse.graphql(
      'mutation($token: String!) { verifyEmail(input: { token: $token }) { __typename } }',
      {
        token: verificationToken,
      },
    );
    expect(comparable(answer)).toEqual(comparable(unknown));
  }
});

test('R12: a click that a revoke overtakes hands out no token for a password', async () => {
  const { id, verificationToken } = await verifiedPerson(gatehouse, 'overtaken@verify.test');
  const revoke = "UPDATE developers SET status = 'REVOKED' WHERE id = :id; DELETE FROM tokens WHERE developer_id = :id";
  expect(await beforeCommit(gatehouse.databaseUrl, revoke, id, () => verifyEmail(gatehouse, verificationToken))).toEqual(
    INVALID,
  );
  expect(await gatehouse.sql('SELECT 1 FROM tokens WHERE developer_id = $1', [id])).toEqual([]);
});

test('a link that is clicked while the registration is deleted or rejected never leaves a verified address behind', async () => {
  for (let round = 0; round < 5; round++) {
    const email = `gone-${round}@verify.test`;
    await signUp(gatehouse, email);
    const token = await mailedToken(gatehouse, email);
    const id = await developerId(gatehouse, email);
    const [verified] = await Promise.all([verifyEmail(gatehouse, token), deleteDevelopers(gatehouse, [id], admin)]);
    expect(['VerifyEmailSuccess', 'InvalidToken']).toContain(verified.__typename);
    expect(await gatehouse.sql('SELECT 1 FROM developers WHERE email = $1', [email])).toEqual([]);
    expect(await gatehouse.sql('SELECT 1 FROM tokens WHERE developer_id = $1', [id])).toEqual([]);
  }
  await gatehouse.drain();
  expect(await gatehouse.sql("SELECT 1 FROM jobs WHERE status = 'FAILED'")).toEqual([]);
});

test('R27: a verified address is logged in nowhere: no cookie, no session', async () => {
  await signUp(gatehouse, 'nocookie@verify.test');
  const token = await mailedToken(gatehouse, 'nocookie@verify.test');
  const { headers } = await gatehouse.graphql(
    'mutation($token: String!) { verifyEmail(input: { token: $token }) { __typename } }',
    {
      token,
    },
  );
  expect(headers.get('set-cookie')).toBeNull();
  const id = await developerId(gatehouse, 'nocookie@verify.test');
  expect(await gatehouse.sql('SELECT 1 FROM sessions WHERE developer_id = $1', [id])).toEqual([]);
});

test('S7: the reader of the mail corrects the form: what is left out is taken from the link', async () => {
  const fields: SignUpFieldInput[] = [
    { key: 'company', label: 'Company', kind: 'TEXT', required: true, editableBy: 'NOBODY' },
    { key: 'use', label: 'Use', kind: 'TEXT' },
    { key: 'note', label: 'Note', kind: 'TEXT', visibleTo: 'ADMINS', editableBy: 'ADMINS' },
  ];
  await setSignUpFields(gatehouse, fields, admin);
  const email = 'corrected@verify.test';
  const answers = [
    { field: 'company', value: 'Mallory Ltd' },
    { field: 'use', value: 'Mischief' },
  ];
  await signUp(gatehouse, email, { fullName: 'Mallory', answers });
  const token = await mailedToken(gatehouse, email);
  const refused = await refusal(
    verifyEmail(gatehouse, token, {
      fullName: 'two\nlines',
      answers: [
        { field: 'company', value: ' ' },
        { field: 'note', value: 'x' },
      ],
    }),
    'InvalidInput',
  );
  expect(refused.issues?.map(({ path }) => path)).toEqual([['fullName'], ['answers', 'company'], ['answers', 'note']]);
  const corrected = { fullName: 'Vera', answers: [{ field: 'company', value: 'Corp' }] };
  expect(await verifyEmail(gatehouse, token, corrected)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  const said = async () =>
    (await gatehouse.sql('SELECT full_name, answers_by_field FROM developers WHERE email = $1', [email]))[0];
  const right = { full_name: 'Vera', answers_by_field: { company: 'Corp', use: 'Mischief' } };
  expect(await said()).toEqual(right);
  const later = { fullName: '', answers: [{ field: 'none', value: 'x' }] };
  expect(await verifyEmail(gatehouse, token, later)).toMatchObject({ __typename: 'VerifyEmailSuccess' });
  expect(await said()).toEqual(right);
  await setSignUpFields(gatehouse, [], admin);
});
