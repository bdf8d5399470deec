import { expect, test } from 'vitest';
import { CHALLENGE_MS, MOST_CHALLENGE_TRIES, MOST_CHALLENGES } from '../../domain/second-factors/challenges.ts';
import { LONGEST_CODE } from '../../domain/second-factors/prove.ts';
import { RECOVERY_CODES } from '../../domain/second-factors/recovery-codes.ts';
import { CLOCK_STEPS } from '../../domain/second-factors/totp.ts';
import { MOST_FAILURES } from '../../domain/throttles/failures.ts';
import { MOST_CODE_WARNINGS, MOST_FORGIVEN } from '../../domain/throttles/limit-codes.ts';
import {
  addAdmin,
  adminChangePassword,
  adminLogIn,
  adminRequestPasswordReset,
  adminResetPassword,
  adminSessions,
  openDemoPortal,
  whichAdminAmI,
} from '../kit/admins.ts';
import { comparable } from '../kit/graphql.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { mailedToken, mailsTo, NEW_PASSWORD, subjectsTo } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import {
  adminConfirmSecondFactor,
  adminStartTotp,
  adminWithTotp,
  challengeFor,
  codeOf,
  forgetCodes,
  wrongCodeOf,
} from '../kit/second-factors.ts';
import { countStatements } from '../kit/statements.ts';

const gatehouse = await startInstallation();
const elsewhere = await startInstallation({}, gatehouse);
await openDemoPortal(gatehouse);

const WRONG = { __typename: 'InvalidCredentials', message: 'The code is wrong.' };
const ENDED = { __typename: 'InvalidToken', message: 'This step has ended. Begin it again.' };

test('the right password opens no session, and a code of the app then does', async () => {
  const { email, secret } = await adminWithTotp(gatehouse, 'app@factors.test');
  const asked = await refusal(adminLogIn(gatehouse, { email }), 'SecondFactorRequired');
  expect(asked.methods).toEqual(['TOTP', 'RECOVERY_CODE']);
  expect(await adminLogIn(gatehouse, { email, password: 'not the right password' })).toMatchObject({
    __typename: 'InvalidCredentials',
  });
  const code = codeOf(secret);
  const { challenge } = asked;
  // As people read it out of the app.
  const typed = `${code.slice(0, 3)} ${code.slice(3)}`;
  const { token } = await succeed(adminConfirmSecondFactor(gatehouse, { challenge, code: typed }), 'token');
  expect(await whichAdminAmI(gatehouse, { token })).toBe(email);
  const [session] = await gatehouse.sql<{ method: string; second_factor: string }>(
    'SELECT method, second_factor FROM admin_sessions ORDER BY created_at DESC LIMIT 1',
  );
  expect(session).toEqual({ method: 'PASSWORD', second_factor: 'TOTP' });
  // The step is done.
  await forgetCodes(gatehouse);
  expect(await adminConfirmSecondFactor(gatehouse, { challenge, code })).toEqual(ENDED);
});

test('a browser gets a cookie, and its session before ends', async () => {
  const { email, secret, token } = await adminWithTotp(gatehouse, 'browser@factors.test');
  const challenge = await challengeFor(gatehouse, email);
  const { headers, data } = await gatehouse.graphql<{ result: { token: string | null } }>(
    `mutation($input: AdminConfirmSecondFactorInput!) {
      result: adminConfirmSecondFactor(input: $input) { ... on AdminConfirmSecondFactorSuccess { token } } }`,
    { input: { challenge, code: codeOf(secret) } },
    { cookie: `gatehouse_admin=${token}` },
  );
  expect(data.result.token).toBeNull();
  const cookies = headers.getSetCookie().map((line) => present(line.split(';')[0]));
  expect(await whichAdminAmI(gatehouse, { cookie: cookies.join('; ') })).toBe(email);
  expect(await whichAdminAmI(gatehouse, { token })).toBeNull();
});

test('an app whose clock is one step wrong is understood, and no further', async () => {
  const { email, secret } = await adminWithTotp(gatehouse, 'clock@factors.test');
  const within30Seconds = async (act: () => Promise<{ __typename: string }>): Promise<string> => {
    const began = Math.floor(Date.now() / 30_000);
    const { __typename } = await act();
    return began === Math.floor(Date.now() / 30_000) ? __typename : await within30Seconds(act);
  };
  for (const steps of [-CLOCK_STEPS, CLOCK_STEPS]) {
    const answer = await within30Seconds(async () => {
      await forgetCodes(gatehouse);
      const challenge = await challengeFor(gatehouse, email);
      return await adminConfirmSecondFactor(gatehouse, { challenge, code: codeOf(secret, steps) });
    });
    expect(answer).toBe('AdminConfirmSecondFactorSuccess');
  }
  for (const steps of [-CLOCK_STEPS - 2, CLOCK_STEPS + 2]) {
    const challenge = await challengeFor(gatehouse, email);
    expect(await adminConfirmSecondFactor(gatehouse, { challenge, code: codeOf(secret, steps) })).toEqual(WRONG);
  }
});

test('R110: a code counts once, also in a new log-in and on another server, and so do the codes before it', async () => {
  const { email, secret } = await adminWithTotp(gatehouse, 'replay@factors.test');
  const code = codeOf(secret);
  await succeed(adminConfirmSecondFactor(gatehouse, { challenge: await challengeFor(gatehouse, email), code }));
  for (const site of [gatehouse, elsewhere]) {
    expect(await adminConfirmSecondFactor(site, { challenge: await challengeFor(site, email), code })).toEqual(WRONG);
  }
  const before = { challenge: await challengeFor(gatehouse, email), code: codeOf(secret, -1) };
  expect(await adminConfirmSecondFactor(gatehouse, before)).toEqual(WRONG);
});

test('R110: of many parallel uses of one code, exactly one succeeds', async () => {
  const { email, secret } = await adminWithTotp(gatehouse, 'parallel@factors.test');
  const challenges = await Promise.all(Array.from({ length: 6 }, () => challengeFor(gatehouse, email)));
  const code = codeOf(secret);
  const answers = await Promise.all(
    challenges.map((challenge, at) => adminConfirmSecondFactor(at % 2 ? gatehouse : elsewhere, { challenge, code })),
  );
  expect(answers.filter(({ __typename }) => __typename === 'AdminConfirmSecondFactorSuccess')).toHaveLength(1);
  expect(answers.filter(({ __typename }) => __typename === 'InvalidCredentials')).toHaveLength(5);
});

test('R111: a recovery code counts once, however it is typed, and the admin is told', async () => {
  const { email, recoveryCodes } = await adminWithTotp(gatehouse, 'recovery@factors.test');
  expect(recoveryCodes).toHaveLength(RECOVERY_CODES);
  const [first = '', second = ''] = recoveryCodes;
  const use = async (recoveryCode: string) =>
    await adminConfirmSecondFactor(gatehouse, { challenge: await challengeFor(gatehouse, email), recoveryCode });
  await succeed(use(first));
  expect(await use(first)).toEqual(WRONG);
  await succeed(use(` ${second.toUpperCase().replaceAll('-', ' ')} `));
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).filter((subject) => subject.startsWith('A recovery code was used'))).toHaveLength(2);
  const asked = await refusal(adminLogIn(gatehouse, { email }), 'SecondFactorRequired');
  expect(asked.methods).toEqual(['TOTP', 'RECOVERY_CODE']);
});

test('R111: of many parallel uses of one recovery code, exactly one succeeds', async () => {
  const { email, recoveryCodes } = await adminWithTotp(gatehouse, 'parallel-recovery@factors.test');
  const challenges = await Promise.all(Array.from({ length: 6 }, () => challengeFor(gatehouse, email)));
  const recoveryCode = present(recoveryCodes[0]);
  const answers = await Promise.all(
    challenges.map((challenge, at) => adminConfirmSecondFactor(at % 2 ? gatehouse : elsewhere, { challenge, recoveryCode })),
  );
  expect(answers.filter(({ __typename }) => __typename === 'AdminConfirmSecondFactorSuccess')).toHaveLength(1);
});

test('R112: wrong codes end a step, lock strangers out of the second step, and tell the admin once', async () => {
  const { email, secret } = await adminWithTotp(gatehouse, 'guessed@factors.test');
  const own = await succeed(
    adminConfirmSecondFactor(gatehouse, { challenge: await challengeFor(gatehouse, email), code: codeOf(secret) }),
    'deviceToken',
  );
  await forgetCodes(gatehouse);
  const wrong = wrongCodeOf(secret);
  const guess = async (challenge: string) => (await adminConfirmSecondFactor(gatehouse, { challenge, code: wrong })).__typename;

  const first = await challengeFor(gatehouse, email);
  for (let tries = 0; tries < MOST_CHALLENGE_TRIES; tries++) expect(await guess(first)).toBe('InvalidCredentials');
  expect(await guess(first)).toBe('InvalidToken');

  const second = await challengeFor(gatehouse, email);
  for (let tries = MOST_CHALLENGE_TRIES; tries < MOST_FAILURES; tries++) expect(await guess(second)).toBe('InvalidCredentials');
  expect(await guess(second)).toBe('TooManyAttempts');
  await gatehouse.drain();
  const warnings = () => mailsTo(gatehouse, email).filter(({ subject }) => subject.includes('failed the second factor'));
  expect(warnings()).toHaveLength(1);

  // The right code does not help a stranger now, nor does a recovery code, nor another server.
  const third = await challengeFor(elsewhere, email);
  const locked = await refusal(
    adminConfirmSecondFactor(elsewhere, { challenge: third, code: codeOf(secret) }),
    'TooManyAttempts',
  );
  expect(locked.retryAfter).toBeGreaterThan(880);

  // The device that logged in before gets in.
  const { deviceToken } = own;
  const challenge = await challengeFor(gatehouse, email, { deviceToken });
  await succeed(adminConfirmSecondFactor(gatehouse, { challenge, code: codeOf(secret), deviceToken }));

  // A new password, which the guesser does not know, lets every device in again.
  await adminRequestPasswordReset(gatehouse, email);
  await succeed(adminResetPassword(gatehouse, await mailedToken(gatehouse, email), NEW_PASSWORD));
  await forgetCodes(gatehouse, email);
  const anew = await refusal(adminLogIn(gatehouse, { email, password: NEW_PASSWORD }), 'SecondFactorRequired');
  await succeed(adminConfirmSecondFactor(gatehouse, { challenge: anew.challenge, code: codeOf(secret) }));
  await gatehouse.sql(
    'UPDATE admins SET password_hash = (SELECT password_hash FROM admins WHERE email = $1) WHERE email = $2',
    [ADMIN.email, email],
  );

  // The next lock of the day is not told again.

  await gatehouse.sql("DELETE FROM throttles WHERE key LIKE 'code:%' AND key NOT LIKE '%warned'");
  for (let tries = 0; tries <= MOST_FAILURES; tries += MOST_CHALLENGE_TRIES) {
    const next = await challengeFor(gatehouse, email);
    for (let at = 0; at < MOST_CHALLENGE_TRIES; at++) await guess(next);
  }
  await gatehouse.drain();
  expect(warnings()).toHaveLength(MOST_CODE_WARNINGS);
});

test('R113: a step ends after its time, with another password, and works for nobody else and nothing else', async () => {
  const { email, secret } = await adminWithTotp(gatehouse, 'bound@factors.test');
  const other = await adminWithTotp(gatehouse, 'other@factors.test');
  const code = () => codeOf(secret);

  // The code of one admin does not confirm the log-in of another.
  const ofOther = await challengeFor(gatehouse, other.email);
  expect(await adminConfirmSecondFactor(gatehouse, { challenge: ofOther, code: code() })).toEqual(WRONG);

  // The step of setting up an app is not the step of a log-in.
  const session = await succeed(
    adminConfirmSecondFactor(gatehouse, { challenge: await challengeFor(gatehouse, email), code: code() }),
    'token',
  );
  await forgetCodes(gatehouse);
  const started = await succeed(adminStartTotp(gatehouse, { proof: { code: code() } }, { token: session.token }));
  await forgetCodes(gatehouse);
  expect(await adminConfirmSecondFactor(gatehouse, { challenge: started.challenge, code: code() })).toEqual(ENDED);

  const late = await challengeFor(gatehouse, email);
  await gatehouse.sql("UPDATE factor_challenges SET expires_at = expires_at - $1 * interval '1 millisecond'", [CHALLENGE_MS]);
  expect(await adminConfirmSecondFactor(gatehouse, { challenge: late, code: code() })).toEqual(ENDED);

  const before = await challengeFor(gatehouse, email);
  await succeed(adminChangePassword(gatehouse, ADMIN.password, NEW_PASSWORD, { token: session.token }));
  const answer = await adminConfirmSecondFactor(gatehouse, { challenge: before, code: code() });
  expect(answer.__typename).toBe('InvalidToken');
  expect(await adminConfirmSecondFactor(gatehouse, { challenge: 'x', code: code() })).toEqual(ENDED);
});

test('R116: a wrong code, a used one, and a kind that the admin does not have are answered the same, with the same work', async () => {
  const { email, secret, recoveryCodes } = await adminWithTotp(gatehouse, 'same@factors.test');
  const used = codeOf(secret);
  await succeed(adminConfirmSecondFactor(gatehouse, { challenge: await challengeFor(gatehouse, email), code: used }));
  const passkeyOnly = await adminWithTotp(gatehouse, 'passkey-only@factors.test');
  const adminId = '(SELECT id FROM admins WHERE email = $1)';
  await gatehouse.sql(
    `INSERT INTO second_factors (id, admin_id, kind, name, credential_id, public_key, sign_count)
     VALUES (gen_random_uuid(), ${adminId}, 'PASSKEY', 'Key', '\\x01', '\\x02', 0)`,
    [passkeyOnly.email],
  );
  await gatehouse.sql(`DELETE FROM second_factors WHERE kind = 'TOTP' AND admin_id = ${adminId}`, [passkeyOnly.email]);

  // All but what other work of the process sends: the queue, the claim of jobs, and the look whether the database is there.
  const { count } = countStatements(
    /^(?!.*(add_job|bullmq|WITH due AS|array_position|SELECT 1 FROM jobs|transaction_read_only|pg_backend_pid))/s,
  );
  const measured = async (whose: string, proof: { code: string } | { recoveryCode: string }) => {
    const challenge = await challengeFor(gatehouse, whose);
    const before = count();
    const answer = await gatehouse.graphql(
      `mutation($input: AdminConfirmSecondFactorInput!) {
        adminConfirmSecondFactor(input: $input) { __typename ... on Error { message } } }`,
      { input: { challenge, session: 'TOKEN', ...proof } },
    );
    return { statements: count() - before, answer: comparable(answer) };
  };
  const codes = [
    await measured(email, { code: wrongCodeOf(secret) }),
    await measured(email, { code: used }),
    await measured(passkeyOnly.email, { code: codeOf(passkeyOnly.secret) }),
    await measured(email, { code: 'not six digits' }),
  ];
  expect(codes[0]?.answer).toMatchObject({ body: expect.stringContaining('The code is wrong.') });
  for (const { answer } of codes) expect(answer).toEqual(codes[0]?.answer);
  // A used code alone writes: it tries to move the step of its factor.
  const [wrong, , none, malformed] = codes;
  expect([none?.statements, malformed?.statements]).toEqual([wrong?.statements, wrong?.statements]);

  const recovery = [
    await measured(email, { recoveryCode: 'aaaa-aaaa-aaaa-aaaa' }),
    await measured(passkeyOnly.email, { recoveryCode: present(recoveryCodes[0]) }),
  ];
  expect(new Set(recovery.map((one) => JSON.stringify(one))).size).toBe(1);
});

test('R117: an admin with a second factor never gets a session by the password alone', async () => {
  const { email } = await adminWithTotp(gatehouse, 'downgrade@factors.test');
  const attempts: object[] = [{}, { code: '' }, { recoveryCode: '' }, { code: null, recoveryCode: null }];
  for (const proof of attempts) {
    const challenge = await challengeFor(gatehouse, email);
    const { __typename } = await adminConfirmSecondFactor(gatehouse, { challenge, ...proof });
    expect(['InvalidInput', 'InvalidCredentials']).toContain(__typename);
  }
  expect(await adminSessionsOf(email)).toBe(1);
});

test('a code that is too long is wrong, also if the right one begins it', async () => {
  const { email, secret } = await adminWithTotp(gatehouse, 'long@factors.test');
  const challenge = await challengeFor(gatehouse, email);
  const long = `${codeOf(secret)}${' '.repeat(LONGEST_CODE)}`;
  expect(await adminConfirmSecondFactor(gatehouse, { challenge, code: long })).toEqual(WRONG);
});

test('whoever knows the password and asks for many steps ends the oldest one', async () => {
  const { email, secret } = await adminWithTotp(gatehouse, 'steps@factors.test');
  const first = await challengeFor(gatehouse, email);
  await gatehouse.sql(
    `INSERT INTO factor_challenges (id, hash, purpose, admin_id, expires_at, created_at)
     SELECT gen_random_uuid(), sha256(n::text::bytea), 'LOG_IN', admins.id, now() + interval '1 minute', now() + interval '1 second'
     FROM admins, generate_series(3, $2) AS n WHERE email = $1`,
    [email, MOST_CHALLENGES],
  );
  await challengeFor(gatehouse, email);
  // There was room for that one.
  expect(await adminConfirmSecondFactor(gatehouse, { challenge: first, code: wrongCodeOf(secret) })).toEqual(WRONG);
  await challengeFor(gatehouse, email);
  expect(await adminConfirmSecondFactor(gatehouse, { challenge: first, code: codeOf(secret) })).toEqual(ENDED);
});

test('exactly one proof is taken', async () => {
  const { email, secret, recoveryCodes } = await adminWithTotp(gatehouse, 'two@factors.test');
  const challenge = await challengeFor(gatehouse, email);
  const both = { challenge, code: codeOf(secret), recoveryCode: present(recoveryCodes[0]) };
  expect(await adminConfirmSecondFactor(gatehouse, both)).toMatchObject({ __typename: 'InvalidInput' });
});

async function adminSessionsOf(email: string): Promise<number> {
  const rows = await gatehouse.sql('SELECT 1 FROM admin_sessions JOIN admins ON admins.id = admin_id WHERE email = $1', [
    email,
  ]);
  return rows.length;
}

test('an admin without a second factor logs in as before', async () => {
  const token = await addAdmin(gatehouse, 'plain@factors.test', 'VIEWER', null);
  expect(await adminSessions(gatehouse, { token })).toHaveLength(1);
});

test('R67: no line of the log holds an address, a code or a challenge', () => {
  const lines = [...gatehouse.logs, ...elsewhere.logs];
  expect(lines.filter((line) => /@|[\w-]{43}|[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}"/.test(line))).toEqual([]);
});

test('R112: a second reset of the password in a day gives a thief of the mailbox no more guesses', async () => {
  const { email, secret } = await adminWithTotp(gatehouse, 'thief@factors.test');
  const [{ old } = { old: '' }] = await gatehouse.sql<{ old: string }>(
    'SELECT password_hash AS old FROM admins WHERE email = $1',
    [email],
  );
  for (let reset = 0; reset <= MOST_FORGIVEN; reset++) {
    await adminRequestPasswordReset(gatehouse, email);
    await succeed(adminResetPassword(gatehouse, await mailedToken(gatehouse, email), NEW_PASSWORD));
    await gatehouse.sql('UPDATE admins SET password_hash = $1 WHERE email = $2', [old, email]);
    if (reset < MOST_FORGIVEN) {
      for (let tries = 0; tries <= MOST_FAILURES; tries += MOST_CHALLENGE_TRIES) {
        const challenge = await challengeFor(gatehouse, email);
        for (let at = 0; at < MOST_CHALLENGE_TRIES; at++) {
          await adminConfirmSecondFactor(gatehouse, { challenge, code: wrongCodeOf(secret) });
        }
      }
    }
  }
  const challenge = await challengeFor(gatehouse, email);
  await refusal(adminConfirmSecondFactor(gatehouse, { challenge, code: codeOf(secret) }), 'TooManyAttempts');
  expect(await gatehouse.sql('SELECT FROM admin_known_clients JOIN admins ON id = admin_id WHERE email = $1', [email])).toEqual(
    [],
  );
});
