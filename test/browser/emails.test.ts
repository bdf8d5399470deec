import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addAdmin, openDemoPortal } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { mailTemplate, setMailTemplate } from '../kit/mail-templates.ts';
import { succeed } from '../kit/mutate.ts';
import { mailsTo } from '../kit/people.ts';
import { openBrowser, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

const PATH = '/admin/portals/demo/emails';
const HEADING = 'demo portal: Emails';

const open = async (page: Page, mail: string, language = 'en', who = ADMIN) => {
  await arriveAtDesk(page, `${PATH}?email=${mail}&language=${language}`, HEADING, who);
};

const shown = (page: Page) => page.frameLocator('iframe');

const look = (page: Page, selector: string, property: string): Promise<string> =>
  shown(page)
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

test('an OWNER finds an email, writes its texts with a preview beside them, and saves them', async () => {
  const page = await visit({ viewport: { width: 1440, height: 900 } });
  await arriveAtDesk(page, '/admin/portals/demo', 'demo portal: Settings');
  await page.getByRole('link', { name: 'Emails', exact: true }).click();
  await page.getByRole('link', { name: 'Verify the email address' }).click();
  await shown(page).getByRole('heading', { name: 'Verify your email address' }).waitFor();
  await page.getByLabel('Subject').fill('Welcome to ');
  await page.getByRole('button', { name: 'Insert portal' }).click();
  await soon(() => page.getByLabel('Subject').inputValue()).toBe('Welcome to {{portal}}');
  await page.getByLabel('Text', { exact: true }).fill('Good **day**!\n\n- one\n- two');
  await page.getByLabel('Button (optional)').fill('Here we go');
  await shown(page).locator('strong', { hasText: 'day' }).waitFor();
  await page.getByText('Welcome to demo portal').waitFor();
  await shown(page).getByText('If it was not you, ignore this email').waitFor();
  expect(await look(page, '.button', 'background-color')).toBe('rgb(31, 95, 116)');
  await page.getByLabel('Device').selectOption('dark');
  await soon(() => look(page, '.button', 'background-color')).toBe('rgb(143, 207, 227)');
  await page.getByLabel('Part').selectOption('text');
  await page.locator('pre', { hasText: 'this address was entered at demo portal' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole('button', { name: 'Save the texts' }).click();
  await page.getByText('The texts are saved.').waitFor();
  const { texts, version } = await mailTemplate(gatehouse, admin);
  expect([texts.subject, texts.buttonLabel, version]).toEqual(['Welcome to {{portal}}', 'Here we go', 1]);
  await page.getByRole('link', { name: 'All emails' }).click();
  await page.getByRole('row', { name: /^Verify the email address Changed/ }).waitFor();
  await page.getByRole('row', { name: /^Invitation Of Gatehouse/ }).waitFor();
  await page.getByLabel('Language').selectOption('German');
  await page.getByRole('row', { name: /^Verify the email address Of Gatehouse/ }).waitFor();
  await page.getByText('The portal does not offer this language.').waitFor();
});

test('what the API refuses stands beside its field, and the preview says so', async () => {
  const page = await visit();
  await open(page, 'QUESTION');
  await page.getByLabel('Text', { exact: true }).fill('Hello {{unknown}}, [x](javascript:alert(1))');
  await page.getByText('The preview shows the email before your last change').waitFor();
  await page.getByRole('button', { name: 'Save the texts' }).click();
  await page.locator('.issue', { hasText: 'This email has no variable {{unknown}}' }).waitFor();
  await page.locator('.issue', { hasText: 'A link to javascript:alert(1) is not allowed' }).waitFor();
  expect((await mailTemplate(gatehouse, admin, 'QUESTION')).isChanged).toBe(false);
});

test('what somebody else saved meanwhile is not replaced without a word, and what was typed stays', async () => {
  await succeed(setMailTemplate(gatehouse, admin, { mail: 'NEW_DEVICE', title: 'First' }));
  const page = await visit();
  await open(page, 'NEW_DEVICE');
  await page.getByLabel('Title').fill('Mine');
  await succeed(setMailTemplate(gatehouse, admin, { mail: 'NEW_DEVICE', title: 'Theirs' }));
  await page.getByRole('button', { name: 'Save the texts' }).click();
  await page.getByText(`${ADMIN.email} has changed these texts meanwhile`).waitFor();
  await soon(() => page.getByLabel('Title').inputValue()).toBe('Mine');
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByRole('button', { name: 'Save the texts' }).click();
  await page.getByText('The texts are saved.').waitFor();
  expect((await mailTemplate(gatehouse, admin, 'NEW_DEVICE')).texts.title).toBe('Mine');
});

test('a test email goes to the admin, an older version is begun with, and a reset asks first', async () => {
  await succeed(setMailTemplate(gatehouse, admin, { mail: 'SSO_LINKED', title: 'Older', body: '{{account}}' }));
  await succeed(setMailTemplate(gatehouse, admin, { mail: 'SSO_LINKED', title: 'Newer', body: '{{account}}' }));
  const page = await visit();
  await open(page, 'SSO_LINKED');
  await page.getByText('The text must have {{account}}.').waitFor();
  await page.getByRole('button', { name: 'Begin with version 1' }).click();
  await soon(() => page.getByLabel('Title').inputValue()).toBe('Older');
  await page.getByRole('button', { name: 'Send me a test email' }).click();
  await page.getByText(`A test email is on its way to ${ADMIN.email}.`).waitFor();
  await gatehouse.drain();
  expect(mailsTo(gatehouse, ADMIN.email).at(-1)?.text).toContain('Older');
  await page.getByRole('button', { name: 'Back to the texts of Gatehouse' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Back to the texts of Gatehouse' }).click();
  await page.getByText('Emails have the texts of Gatehouse again.').waitFor();
  await soon(() => page.getByLabel('Title').inputValue()).toBe('Another way to log in');
  expect((await mailTemplate(gatehouse, admin, 'SSO_LINKED')).isChanged).toBe(false);
});

test('a VIEWER reads the texts, and changes nothing', async () => {
  const viewer = { ...ADMIN, email: 'viewer@emails.test' };
  await addAdmin(gatehouse, viewer.email, 'VIEWER', 'demo');
  const page = await visit();
  await open(page, 'NEW_DEVICE', 'en', viewer);
  await page.getByText('Only an owner of the portal can change them.').waitFor();
  await page.getByText('Mine').waitFor();
  expect(await page.getByRole('button', { name: 'Save the texts' }).count()).toBe(0);
});
