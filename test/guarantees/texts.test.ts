import { hash } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import type { SignUpFieldInput } from '../generated/operations.ts';
import { createPortal, openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { createConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import type { AnyAnswer } from '../kit/mutate.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { changePassword, updateProfile } from '../kit/own-account.ts';
import {
  approvedPerson,
  bearer,
  loggedInPerson,
  logIn,
  mailedToken,
  requestPasswordReset,
  resetPassword,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';
import { hashesWorthOf } from '../kit/timing.ts';

const gatehouse = await startInstallation({ CLIENT_LIMIT: 'off' });
const admin = await openDemoPortal(gatehouse);

const code = ({ issues }: AnyAnswer) => issues?.[0]?.code;

const BLANK = {
  'a zero-width space': '\u200b',
  'zero-width joiners': '\u200d\u200c\u2060',
  'a soft hyphen and a byte order mark': '\u00ad\ufeff',
  'a Hangul filler': '\u3164',
  'a half-width Hangul filler between spaces': ' \uffa0 ',
  'a Braille pattern without dots': '\u2800',
  'variation selectors': '\ufe0f\u{e0100}',
  tags: '\u{e0020}\u{e007f}',
  'an ideographic space': '\u3000',
};

test.each(Object.entries(BLANK))('Fault 10: %s shows nothing, and counts as empty everywhere', async (_, blank) => {
  expect(code(await signUp(gatehouse, 'blank@texts.test', { fullName: blank }))).toBe('REQUIRED');
  expect(code(await updatePortal(gatehouse, { name: blank }, admin))).toBe('REQUIRED');
  expect(code(await createPortal(gatehouse, 'blank', admin, { name: blank }))).toBe('REQUIRED');
  expect(code(await createConnection(gatehouse, { label: blank }, admin))).toBe('REQUIRED');
  for (const field of [{ label: blank }, { help: blank }, { kind: 'CHOICE' as const, choices: [blank] }]) {
    expect(code(await setSignUpFields(gatehouse, [{ key: 'a', label: 'A', kind: 'TEXT', ...field }], admin))).toBe('REQUIRED');
  }
  const asked: SignUpFieldInput[] = [
    { key: 'text', label: 'Text', kind: 'TEXT', required: true },
    { key: 'url', label: 'URL', kind: 'URL', required: true },
    { key: 'choice', label: 'Choice', kind: 'CHOICE', choices: ['a'], required: true },
  ];
  await setSignUpFields(gatehouse, asked, admin);
  const answers = asked.map(({ key }) => ({ field: key, value: blank }));
  const refused = await refusal(signUp(gatehouse, 'blank@texts.test', { answers }), 'InvalidInput');
  await setSignUpFields(gatehouse, [], admin);
  expect(refused.issues?.map((issue) => [issue.path[1], issue.code])).toEqual(asked.map(({ key }) => [key, 'REQUIRED']));
});

test('Fault 10: a name that shows something keeps what joins its letters', async () => {
  const { token } = await loggedInPerson(gatehouse, 'joined@texts.test', admin);
  for (const fullName of ['नेपाल\u200dी', '👩\u200d🚀 Sally', 'می\u200cخواهم', '❤️']) {
    expect((await succeed(updateProfile(gatehouse, { token }, fullName))).developer.fullName).toBe(fullName.normalize('NFC'));
  }
});

test('Fault 11: characters are counted as people count them, not as halves of an emoji', async () => {
  expect(await signUp(gatehouse, 'emoji@texts.test', { fullName: '🦦'.repeat(256) })).toMatchObject({
    email: 'emoji@texts.test',
  });
  const long = await refusal(signUp(gatehouse, 'emoji@texts.test', { fullName: '🦦'.repeat(257) }), 'InvalidInput');
  expect(long.issues).toMatchObject([{ code: 'TOO_LONG', parameters: [{ name: 'maximum', value: '256' }] }]);
  await setSignUpFields(gatehouse, [{ key: 'short', label: 'Short', kind: 'TEXT', maxLength: 3 }], admin);
  const answers = (value: string) => ({ answers: [{ field: 'short', value }] });
  expect(await signUp(gatehouse, 'emoji@texts.test', answers('🦦🦊🐌'))).toMatchObject({ email: 'emoji@texts.test' });
  expect(code(await signUp(gatehouse, 'emoji@texts.test', answers('🦦🦊🐌🪁')))).toBe('TOO_LONG');
  await setSignUpFields(gatehouse, [], admin);
  expect(code(await createConnection(gatehouse, { label: '🦦'.repeat(101) }, admin))).toBe('TOO_LONG');
  expect(await createConnection(gatehouse, { label: '🦦'.repeat(100) }, admin)).toMatchObject({
    __typename: 'CreateSsoConnectionSuccess',
  });
});

test('Fault 12: every kind of space in a password is a space, as on the next keyboard', async () => {
  const { passwordToken, id } = await verifiedPerson(gatehouse, 'spaces@texts.test');
  await setPassword(gatehouse, passwordToken, 'otters\u00a0and\u3000lamps\u2003drift');
  await gatehouse.sql("UPDATE developers SET status = 'APPROVED' WHERE id = $1", [id]);
  for (const password of ['otters and lamps drift', 'otters\u202fand\u00a0lamps drift']) {
    expect(await logIn(gatehouse, 'spaces@texts.test', password)).toMatchObject({ __typename: 'LogInSuccess' });
  }
  for (const password of ['otters\u200band lamps drift', 'otters\tand lamps drift', 'ottersandlampsdrift']) {
    expect(await logIn(gatehouse, 'spaces@texts.test', password)).toMatchObject({ __typename: 'InvalidCredentials' });
  }
});

test('Fault 12: a password that was set before with such a space still logs in, and only as it was typed then', async () => {
  const { email, id } = await approvedPerson(gatehouse, 'before@texts.test', admin);
  const before = await rawHash('otters\u00a0and lamps drift');
  await gatehouse.sql('UPDATE developers SET password_hash = $2 WHERE id = $1', [id, before]);
  const token = await bearer(gatehouse, email, 'otters\u00a0and lamps drift');
  expect(token).toEqual(expect.any(String));
  expect(await logIn(gatehouse, email, 'otters and lamps drift')).toMatchObject({ __typename: 'InvalidCredentials' });
  const change = { currentPassword: 'otters\u00a0and lamps drift', newPassword: 'lanterns float beside the pier' };
  expect(await changePassword(gatehouse, { token }, change)).toMatchObject({
    __typename: 'ChangePasswordSuccess',
  });
});

test('Fault 12: 15 spaces of several kinds are as easy to guess as 15 of one', async () => {
  const { passwordToken } = await verifiedPerson(gatehouse, 'blank-password@texts.test');
  expect(code(await setPassword(gatehouse, passwordToken, '\u00a0\u2003\u3000 \u202f'.repeat(3)))).toBe('GUESSABLE');
});

test('D12: a password made of the own full name or of parts of the address is refused wherever one is chosen', async () => {
  const guesses = [
    'Margaret Hamilton',
    'margarethamilton1969',
    'hamilton hamilton hamilton',
    'HamiltonMargaret!',
    'apollo11apollo11apollo',
    'guidance-computer1969',
  ];
  await signUp(gatehouse, 'apollo11_guidance+computer@texts.test', { fullName: 'Margaret Hamilton' });
  const { passwordToken } = await succeed(
    verifyEmail(gatehouse, await mailedToken(gatehouse, 'apollo11_guidance+computer@texts.test')),
    'passwordToken',
  );
  for (const guess of guesses) {
    expect([guess, code(await setPassword(gatehouse, passwordToken, guess))]).toEqual([guess, 'GUESSABLE']);
  }
  expect(await setPassword(gatehouse, passwordToken, 'otters and lamps drift')).toMatchObject({
    __typename: 'SetPasswordSuccess',
  });

  const { token } = await loggedInPerson(gatehouse, 'katherine@texts.test', admin);
  await gatehouse.sql("UPDATE developers SET full_name = '王芳 Johnson-Goble' WHERE email = 'katherine@texts.test'");
  for (const newPassword of ['johnsongoble1918!', '王芳王芳王芳王芳王芳王芳王芳王芳', 'Goble Johnson 王芳']) {
    const change = { currentPassword: 'seven brown foxes jumped', newPassword };
    expect([newPassword, code(await changePassword(gatehouse, { token }, change))]).toEqual([newPassword, 'GUESSABLE']);
  }
  await requestPasswordReset(gatehouse, 'katherine@texts.test');
  const reset = await mailedToken(gatehouse, 'katherine@texts.test');
  expect(code(await resetPassword(gatehouse, reset, 'johnson-goble-1918'))).toBe('GUESSABLE');
});

test('L6: a text that is too long is refused before anything parses it', async () => {
  await setSignUpFields(gatehouse, [{ key: 'url', label: 'URL', kind: 'URL' }], admin);
  const host = `https://${'開'.repeat(8_000)}.test`;
  const attempts = [
    () => signUp(gatehouse, 'long@texts.test', { answers: [{ field: 'url', value: host }] }),
    () => signUp(gatehouse, `a@${'開'.repeat(8_000)}.test`),
    () => updatePortal(gatehouse, { catalogUrl: host }, admin),
    () => updatePortal(gatehouse, { origins: [host] }, admin),
    () => createConnection(gatehouse, { issuer: host }, admin),
    () => createConnection(gatehouse, { verifiedDomains: [`${'開'.repeat(8_000)}.test`] }, admin),
  ];
  for (const attempt of attempts) {
    expect(await hashesWorthOf(async () => expect(code(await attempt())).toBe('TOO_LONG'))).toBeLessThan(3);
  }
  await setSignUpFields(gatehouse, [], admin);
});

/** As passwords were hashed before spaces were mapped. */
async function rawHash(password: string): Promise<string> {
  return await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}
