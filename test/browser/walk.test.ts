import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import {
  approvedPerson,
  decide,
  developerId,
  openDemoPortal,
  PASSWORD,
  registeredPerson,
  updatePortal,
} from '../kit/people.ts';
import { arriveAt, openBrowser, tabTo, type Visit } from './browser.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const openVisit = await openBrowser(gatehouse.url);
const visits: Visit[] = [];

afterEach(async () => {
  const troubles = visits.flatMap((visit) => visit.troubles);
  await Promise.all(visits.splice(0).map(({ page }) => page.context().close()));
  expect(troubles).toEqual([]);
});

test('a person signs up, confirms by one click, creates a password, waits, is approved, logs in and logs out', async () => {
  const page = await visit();
  const email = 'ada@example.test';
  await page.goto('/p/demo/');
  await arriveAt(page, 'Welcome');
  await page.getByRole('link', { name: 'Sign up' }).click();
  await arriveAt(page, 'Sign up');
  expect(await page.title()).toBe('Sign up - demo portal');
  await page.getByLabel('Full name').fill('Ada Lovelace');
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await arriveAt(page, 'Check your mail');

  const link = await mailedLink(email);
  await fetch(link);
  await fetch(link, { method: 'HEAD' });
  await page.goto(link);
  await arriveAt(page, 'Confirm your address');
  await page.reload();
  await arriveAt(page, 'Confirm your address');
  expect(await registration(email)).toMatchObject({ emailVerified: false });
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await arriveAt(page, 'Create a password');
  expect(await registration(email)).toMatchObject({ emailVerified: true, hasPassword: false });
  await page.reload();
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await arriveAt(page, 'Create a password');

  const password = page.getByLabel('Password', { exact: true });
  await password.fill('short');
  await page.getByRole('button', { name: 'Create password' }).click();
  await page.getByText('Must have at least 15 characters.').waitFor();
  expect(await password.inputValue()).toBe('short');
  expect(await page.locator('input:focus').getAttribute('name')).toBe('password');
  await gatehouse.drain();
  await password.fill(PASSWORD);
  await page.getByRole('button', { name: 'Create password' }).click();
  await arriveAt(page, 'Waiting for approval');
  expect(page.url()).not.toContain('token');

  await decide(gatehouse, 'approve', [await developerId(gatehouse, email)], admin);
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.at(-1)).toMatchObject({ recipients: [email], subject: expect.stringContaining('approved') });
  await page.reload();
  await arriveAt(page, 'Log in');
  await logIn(page, email);
  await arriveAt(page, 'Catalog');
  await page.getByText('Ada Lovelace').waitFor();
  await page.getByRole('button', { name: 'Log out' }).click();
  await arriveAt(page, 'You are logged out');
  await page.goto('/p/demo/catalog');
  await arriveAt(page, 'Log in');
});

test('the keyboard alone is enough', async () => {
  const page = await visit();
  const email = 'grace@example.test';
  const { keyboard } = page;
  const button = (name: string) => page.getByRole('button', { name });
  await page.goto('/p/demo/');
  await tabTo(page, page.getByRole('link', { name: 'Sign up' }));
  await keyboard.press('Enter');
  await arriveAt(page, 'Sign up');
  await tabTo(page, page.getByLabel('Full name'));
  await keyboard.type('Grace Hopper');
  await tabTo(page, page.getByLabel('Email address'));
  await keyboard.type(email);
  await keyboard.press('Enter');
  await arriveAt(page, 'Check your mail');

  await page.goto(await mailedLink(email));
  await arriveAt(page, 'Confirm your address');
  await tabTo(page, button('Confirm my address'));
  await keyboard.press('Space');
  await arriveAt(page, 'Create a password');
  await gatehouse.drain();
  const password = page.getByLabel('Password', { exact: true });
  await tabTo(page, password);
  await keyboard.type('short');
  await keyboard.press('Enter');
  await page.getByText('Must have at least 15 characters.').waitFor();
  // The field that is wrong has the focus, so it can be corrected right away.
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type(PASSWORD);
  await tabTo(page, page.getByLabel('Show password'));
  await keyboard.press('Space');
  expect(await password.getAttribute('type')).toBe('text');
  await tabTo(page, button('Create password'));
  await keyboard.press('Enter');
  await arriveAt(page, 'Waiting for approval');

  await decide(gatehouse, 'approve', [await developerId(gatehouse, email)], admin);
  await page.goto('/p/demo/log-in');
  await arriveAt(page, 'Log in');
  await tabTo(page, page.getByLabel('Email address'));
  await keyboard.type(email);
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await keyboard.type('not the password');
  await tabTo(page, button('Log in'));
  await keyboard.press('Enter');
  await page.getByText('The address or the password is wrong.').waitFor();
  await keyboard.press('Shift+Tab');
  await keyboard.press('Shift+Tab');
  await keyboard.type(PASSWORD);
  await keyboard.press('Enter');
  await arriveAt(page, 'Catalog');
  await tabTo(page, button('Log out'));
  await keyboard.press('Enter');
  await arriveAt(page, 'You are logged out');
});

test('who is approved at once can log in at once, and ends at the page asked for', async () => {
  const page = await visit();
  const email = 'linus@example.test';
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  await page.goto('/p/demo/catalog?api=weather');
  await arriveAt(page, 'Log in');
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.getByLabel('Full name').fill('Linus');
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await arriveAt(page, 'Check your mail');
  await page.goto(await mailedLink(email));
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await arriveAt(page, 'Create a password');
  await gatehouse.drain();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create password' }).click();
  await arriveAt(page, 'You can log in now');
  await page.getByRole('link', { name: 'Log in' }).click();
  await arriveAt(page, 'Log in');
  await logIn(page, email);
  await arriveAt(page, 'Catalog');
  expect(page.url()).toBe(`${gatehouse.url}/p/demo/catalog?api=weather`);
  await updatePortal(gatehouse, { autoApprove: false }, admin);
});

test.each(['https://evil.test/', '//evil.test', '/\\evil.test', '/.//evil.test', 'javascript:alert(1)'])(
  'a log-in never leads to another site, whatever the link says: %s',
  async (returnTo) => {
    const email = `${Buffer.from(returnTo).toString('hex')}@example.test`;
    await approvedPerson(gatehouse, email, admin);
    const page = await visit();
    await page.goto(`/p/demo/log-in?${new URLSearchParams({ returnTo })}`);
    await logIn(page, email);
    await page.waitForURL((url) => !url.pathname.endsWith('/log-in'));
    expect(new URL(page.url()).origin).toBe(gatehouse.url);
  },
);

test('a link that is used up, cut off or made up says what to do', async () => {
  const page = await visit();
  for (const query of ['', '?token=', '?token=made-up']) {
    await page.goto(`/p/demo/verify-email${query}`);
    await page.locator('h1').waitFor();
    const confirm = page.getByRole('button', { name: 'Confirm my address' });
    if (await confirm.isVisible()) await confirm.click();
    await arriveAt(page, 'This link does not work');
    await page.getByRole('link', { name: 'Sign up again' }).waitFor();
  }
});

test('an opened link with a password behind it already leads to log in', async () => {
  const page = await visit();
  const { verificationToken } = await registeredPerson(gatehouse, 'edsger@example.test');
  await page.goto(`/p/demo/verify-email?token=${verificationToken}`);
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await arriveAt(page, 'Your address is confirmed');
  await page.waitForURL('**/p/demo/log-in');
});

test('only the right password tells that a registration waits or was rejected', async () => {
  const page = await visit();
  const { id, email } = await registeredPerson(gatehouse, 'barbara@example.test');
  await page.goto('/p/demo/log-in');
  await logIn(page, email, 'not the password');
  await page.getByRole('alert').getByText('The address or the password is wrong.').waitFor();
  await logIn(page, email);
  await arriveAt(page, 'Waiting for approval');
  await decide(gatehouse, 'reject', [id], admin);
  await page.goto('/p/demo/log-in');
  await logIn(page, email);
  await arriveAt(page, 'Your registration was rejected');
  await page.getByRole('main').getByRole('link', { name: 'help@demo.test' }).waitFor();
});

test('what is wrong stands beside its field, the first one has the focus, and nothing typed is lost', async () => {
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await page.getByLabel('Email address').fill('not an address');
  await page.getByRole('button', { name: 'Sign up' }).click();
  const name = page.getByRole('textbox', { name: 'Full name' });
  const email = page.getByRole('textbox', { name: 'Email address' });
  await name.and(page.locator(':focus[aria-invalid="true"]')).waitFor();
  expect(await describedBy(page, 'fullName')).toContain('Must not be empty.');
  expect(await describedBy(page, 'email')).toContain('This is not a mail address');
  expect(await email.inputValue()).toBe('not an address');
});

test('a failure is told in one sentence with the id of the request, and a second try works', async () => {
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await page.getByLabel('Full name').fill('Alan Turing');
  await page.getByLabel('Email address').fill('alan@example.test');
  const signUp = page.getByRole('button', { name: 'Sign up' });
  await page.route('/graphql', (route) => route.abort(), { times: 1 });
  await signUp.click();
  await page.getByRole('alert').getByText('could not be reached').waitFor();
  const masked = { data: { signUp: null }, errors: [{ message: 'Something went wrong.' }] };
  await page.route('/graphql', (route) => route.fulfill({ json: masked, headers: { 'x-request-id': 'id-1' } }), { times: 1 });
  await signUp.click();
  await page.getByRole('alert').getByText('(request id-1)').waitFor();
  await signUp.click();
  await arriveAt(page, 'Check your mail');
  // Chromium itself notes the request that was cut off above.
  visits.forEach(
    ({ troubles }) => void troubles.splice(0, 1, ...troubles.filter((line) => !line.includes('ERR_FAILED')).slice(0, 1)),
  );
});

test('a form that is sent twice in a moment is sent once, and says that it is on its way', async () => {
  const page = await visit();
  await page.goto('/p/demo/sign-up');
  await page.getByLabel('Full name').fill('Donald');
  await page.getByLabel('Email address').fill('donald@example.test');
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let requests = 0;
  await page.route('/graphql', async (route) => {
    requests += 1;
    await released;
    await route.continue();
  });
  await page.getByLabel('Email address').press('Enter');
  await page.getByRole('status').getByText('One moment').waitFor();
  expect(await page.getByRole('button').isDisabled()).toBe(true);
  await page.getByLabel('Email address').press('Enter');
  release();
  await arriveAt(page, 'Check your mail');
  expect(requests).toBe(1);
});

test('a closed portal and an unknown one say so', async () => {
  const page = await visit();
  await page.goto('/p/nowhere/sign-up');
  await arriveAt(page, 'There is no such page');
  await page.goto('/p/demo/sign-up');
  await page.getByLabel('Full name').fill('Late');
  await page.getByLabel('Email address').fill('late@example.test');
  await updatePortal(gatehouse, { registrationOpen: false }, admin);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByRole('alert').getByText('takes no registrations').waitFor();
  await page.reload();
  await arriveAt(page, 'Registration is closed');
  await updatePortal(gatehouse, { registrationOpen: true }, admin);
});

test.each(['light', 'dark'] as const)('every page fits a width of 320 pixels, %s', async (colorScheme) => {
  const page = await visit({ viewport: { width: 320, height: 640 }, colorScheme });
  for (const path of ['', 'sign-up', 'verify-email?token=x', 'verify-email', 'log-in', 'forgot-password', 'catalog']) {
    await page.goto(`/p/demo/${path}`);
    await page.locator('h1').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(320);
  }
});

test('an admin logs in and finds GraphiQL, which needs no other host, with tabs from the first log-in to the first approval', async () => {
  const page = await visit();
  await page.goto('/admin/log-in');
  await arriveAt(page, 'Log in as an admin');
  await logIn(page, ADMIN.email, ADMIN.password);
  await page.waitForURL('**/graphql');
  await page.getByRole('tab', { name: 'Waiting' }).click();
  await page.getByRole('button', { name: /Execute query/ }).click();
  await page
    .getByText('"totalCount"')
    .waitFor()
    .catch(async (e) => {
      console.log(gatehouse.logs);
      await page.screenshot({ path: '/tmp/stub/giql.png' });
      throw e;
    });
});

async function visit(options?: Parameters<typeof openVisit>[0]): Promise<Page> {
  const opened = await openVisit(options);
  visits.push(opened);
  return opened.page;
}

async function logIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

async function mailedLink(email: string): Promise<string> {
  await gatehouse.drain();
  const mail = gatehouse.inbox.mails.findLast(({ recipients }) => recipients.includes(email));
  const link = mail?.text.match(/http:\S+\?token=[\w-]+/)?.[0];
  if (!link) throw new Error(`no link was mailed to ${email}`);
  return link;
}

type Registration = { emailVerified: boolean; hasPassword: boolean; status: string };

async function registration(email: string): Promise<Registration | null> {
  const document = 'query ($id: ID!) { developer(id: $id) { emailVerified hasPassword status } }';
  const variables = { id: await developerId(gatehouse, email) };
  const { data } = await gatehouse.graphql<{ developer: Registration | null }>(document, variables, { token: admin });
  return data.developer;
}

/** What a screen reader says after the label of a field. */
async function describedBy(page: Page, name: string): Promise<string> {
  const ids = (await page.locator(`[name="${name}"]`).getAttribute('aria-describedby'))?.split(' ') ?? [];
  return (await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()))).join(' ');
}
