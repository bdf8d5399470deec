import { expect, test } from 'vitest';
import { addAdmin, adminLogIn, adminRequestPasswordReset, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { changePassword, deleteAccount, requestEmailChange } from '../kit/own-account.ts';
import {
  approvedPerson,
  bearer,
  loggedInPerson,
  logIn,
  mailedToken,
  NEW_PASSWORD,
  PASSWORD,
  requestPasswordReset,
} from '../kit/people.ts';
import { openBrowser } from '../kit/web-browser.ts';

const gatehouse = await startInstallation({ TRUSTED_PROXIES: '1' });
const secure = await startInstallation({ PUBLIC_URL: 'https://accounts.gatehouse.test' }, gatehouse);
const admin = await openDemoPortal(gatehouse);

const WRONG = 'not the right password';
const HOME = '192.0.2.1';
const ELSEWHERE = '198.51.100.7';
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

type Act = { field: string; input: object };
type Answer = { __typename: string; message?: string; retryAfter?: number };

/** Somebody with a browser that keeps cookies, at some address. */
function browserUser(url = gatehouse.url) {
  const browser = openBrowser();
  return {
    browser,
    act: async ({ field, input }: Act, address = HOME): Promise<Answer> => {
      const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
      const query = `mutation($input: ${type}!) { result: ${field}(input: $input) {
        __typename ... on Error { message } ... on TooManyAttempts { retryAfter } } }`;
      const { text } = await browser.visit(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify({ query, variables: { input } }),
      });
      return JSON.parse(text).data.result;
    },
  };
}

const REALMS = [
  {
    realm: 'developers',
    email: 'resets@devices.test',
    make: (email: string) => approvedPerson(gatehouse, email, admin),
    askForReset: (email: string) => requestPasswordReset(gatehouse, email),
    guess: (email: string) => logIn(gatehouse, email, WRONG, {}, from(ELSEWHERE)),
    reset: (token: string) => ({ field: 'resetPassword', input: { token, password: NEW_PASSWORD } }),
    enter: (email: string, password: string) => ({ field: 'logIn', input: { portal: 'demo', email, password } }),
    success: 'LogInSuccess',
    password: PASSWORD,
  },
  {
    realm: 'admins',
    email: 'resets@admins.test',
    make: (email: string) => addAdmin(gatehouse, email, 'VIEWER', null),
    askForReset: (email: string) => adminRequestPasswordReset(gatehouse, email),
    guess: (email: string) => adminLogIn(gatehouse, { email, password: WRONG }, from(ELSEWHERE)),
    reset: (token: string) => ({ field: 'adminResetPassword', input: { token, password: NEW_PASSWORD } }),
    enter: (email: string, password: string) => ({ field: 'adminLogIn', input: { email, password } }),
    success: 'AdminLogInSuccess',
    password: ADMIN.password,
  },
];

test.each(REALMS)(
  'S8: $realm get in after a reset, though a stranger guesses all the time, and nine times more at once after it',
  async (at) => {
    await at.make(at.email);
    const owner = browserUser();
    // Once a second: ten fail, the others are refused.
    for (let second = 0; second < 15; second++) await at.guess(at.email);
    expect(await owner.act(at.enter(at.email, at.password))).toMatchObject({ __typename: 'TooManyAttempts' });
    await at.askForReset(at.email);
    expect((await owner.act(at.reset(await mailedToken(gatehouse, at.email)))).__typename).toMatch(/ResetPasswordSuccess$/);

    expect(await at.guess(at.email)).toMatchObject({ __typename: 'InvalidCredentials' });
    await Promise.all(Array.from({ length: 9 }, () => at.guess(at.email)));
    expect(await at.guess(at.email)).toMatchObject({ __typename: 'TooManyAttempts' });
    for (const address of [HOME, '2001:db8:1:1::1', ELSEWHERE]) {
      expect(await owner.act(at.enter(at.email, NEW_PASSWORD), address)).toMatchObject({ __typename: at.success });
    }
    expect(await browserUser().act(at.enter(at.email, NEW_PASSWORD))).toMatchObject({ __typename: 'TooManyAttempts' });
  },
);

test.each(REALMS)('S9: a reset by $realm forgets all other devices', async (at) => {
  const email = `other-${at.email}`;
  await at.make(email);
  const [owner, intruder] = [browserUser(), browserUser()];
  expect(await intruder.act(at.enter(email, at.password))).toMatchObject({ __typename: at.success });
  await at.askForReset(email);
  await owner.act(at.reset(await mailedToken(gatehouse, email)));
  for (let time = 0; time < 10; time++) await intruder.act(at.enter(email, WRONG));
  expect(await at.guess(email)).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await owner.act(at.enter(email, NEW_PASSWORD))).toMatchObject({ __typename: at.success });
});

test.each(REALMS)('S12: a client that shares an IP with $realm learns nothing about them', async (at) => {
  const email = `colleague-${at.email}`;
  await at.make(email);
  expect(await browserUser().act(at.enter(email, at.password))).toMatchObject({ __typename: at.success });
  const unknown = `nobody-${at.email}`;
  for (const address of [email, unknown]) for (let time = 0; time < 10; time++) await at.guess(address);
  const [known, none] = [email, unknown].map((address) => browserUser().act(at.enter(address, WRONG)));
  const blur = (answer?: Answer) => JSON.stringify(answer).replaceAll(/\d+/g, 'N');
  expect(blur(await known)).toBe(blur(await none));
  expect(await known).toMatchObject({ __typename: 'TooManyAttempts' });
});

test('S8: guesses of strangers lock no logged-in person out; wrong guesses in a session count for that session alone', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'inside@devices.test', admin);
  const other = await bearer(gatehouse, email);
  for (let time = 0; time < 10; time++) await logIn(gatehouse, email, WRONG, {}, from(ELSEWHERE));
  expect(await requestEmailChange(gatehouse, { token }, 'moved@devices.test')).toMatchObject({
    __typename: 'RequestEmailChangeSuccess',
  });
  const guess = (as: string) => deleteAccount(gatehouse, { token: as }, { password: WRONG });
  const names = [];
  for (let time = 0; time < 12; time++) names.push((await guess(token)).__typename);
  expect(names).toEqual([...Array(9).fill('InvalidCredentials'), ...Array(3).fill('TooManyAttempts')]);
  const change = (as: string) => changePassword(gatehouse, { token: as }, { newPassword: NEW_PASSWORD });
  expect(await change(token)).toMatchObject({ __typename: 'TooManyAttempts' });
  expect(await change(other)).toMatchObject({ __typename: 'ChangePasswordSuccess' });
});

test('a device is known by a cookie for each realm, for 30 days, that no script reads; a client with a token gets none', async () => {
  const { email } = await approvedPerson(gatehouse, 'cookie@devices.test', admin);
  const lines = async (installation: typeof gatehouse, mutation: string) =>
    (await installation.graphql(`mutation { ${mutation} { __typename } }`)).headers.getSetCookie();
  const developer = (session: string) =>
    `logIn(input: { portal: "demo", email: "${email}", password: "${PASSWORD}", session: ${session} })`;
  const owner = `adminLogIn(input: { email: "${ADMIN.email}", password: "${ADMIN.password}" })`;
  const attributes = 'Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax';
  expect((await lines(secure, developer('COOKIE')))[1]).toMatch(
    new RegExp(`^__Host-gatehouse_device-demo=[\\w-]{43}; ${attributes}$`),
  );
  expect((await lines(secure, owner))[1]).toMatch(new RegExp(`^__Host-gatehouse_admin_device=[\\w-]{43}; ${attributes}$`));
  expect((await lines(gatehouse, developer('COOKIE')))[1]).toMatch(
    /^gatehouse_device-demo=[\w-]{43}; .*(?<!Secure); SameSite=Lax$/,
  );
  expect(await lines(secure, developer('TOKEN'))).toEqual([]);
});
