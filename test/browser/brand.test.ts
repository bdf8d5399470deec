import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { addAdmin, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { brandingOf, pngOf, uploaded } from '../kit/branding.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { openBrowser, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

const PATH = '/admin/portals/demo/brand';
const HEADING = 'demo portal: Brand';

/** How an element looks, as the browser computes it. */
const look = (page: Page, selector: string, property: string): Promise<string> =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

test('an OWNER sets a brand, sees it in the preview at once, and people see it on the pages', async () => {
  const page = await visit({ colorScheme: 'light' });
  await arriveAtDesk(page, PATH, HEADING);
  const file = join(tmpdir(), 'gatehouse-logo.png');
  await writeFile(file, Buffer.from(pngOf(480, 96), 'base64'));
  await page.getByLabel('Logo (optional)').setInputFiles(file);
  const sample = page.locator('.sample-page');
  await sample.locator('img.logo').waitFor();
  await page.getByLabel('Colour (optional)').fill('#ffe100');
  await page.getByText('Where this colour is hard to read').waitFor();
  expect(await look(page, '.sample-page .button', 'background-color')).toBe('rgb(255, 225, 0)');
  expect(await look(page, '.sample-page .button', 'color')).toBe('rgb(0, 0, 0)');
  expect(await look(page, '.sample-page .sample-link', 'color')).toBe('rgb(128, 113, 0)');
  await page.getByLabel('Device').selectOption('dark');
  await page.locator('.sample-email[data-scheme="dark"]').waitFor();
  expect(await look(page, '.sample-email', 'background-color')).toBe('rgb(30, 30, 30)');
  expect(await look(page, '.sample-email .button', 'background-color')).toBe('rgb(255, 225, 0)');
  await page.getByLabel('Font').selectOption('With serifs');
  await soon(() => look(page, '.sample-page', 'font-family')).toContain('Charter');
  await page.getByLabel('Roundness of corners').fill('12');
  await page.getByLabel('Text at the end (optional)').fill('Acme GmbH, Berlin');
  await page.getByRole('button', { name: 'Add a link' }).click();
  await page.getByLabel('Text of link 1').fill('Privacy');
  await page.getByLabel('Address of link 1').fill('javascript:alert(1)');
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save the brand' }).click();
  await page.getByText('This is not a URL').waitFor();
  await page.getByLabel('Address of link 1').fill('https://acme.test/privacy');
  await page.getByRole('button', { name: 'Save the brand' }).click();
  await page.getByText('The brand is saved.').waitFor();
  expect(await brandingOf(gatehouse)).toMatchObject({
    logoUrl: expect.stringContaining('/pictures/'),
    accentColor: '#ffe100',
    font: 'SERIF',
    radius: 12,
    footerText: 'Acme GmbH, Berlin',
    links: [{ label: 'Privacy', url: 'https://acme.test/privacy' }],
  });

  await page.goto('/p/demo/sign-up');
  const logo = page.getByRole('img', { name: 'demo portal' });
  await logo.waitFor();
  expect(await logo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(480);
  expect(await look(page, 'main button', 'background-color')).toBe('rgb(255, 225, 0)');
  expect(await look(page, 'main button', 'border-radius')).toBe('12px');
  expect(await look(page, 'main a', 'color')).toBe('rgb(128, 113, 0)');
  expect(await look(page, 'body', 'font-family')).toContain('Charter');
  await soon(() => page.locator('footer').textContent()).toContain('Acme GmbH, Berlin');
  await soon(() => page.getByRole('link', { name: 'Privacy' }).getAttribute('href')).toBe('https://acme.test/privacy');
  expect(await violationsOf(page)).toEqual([]);
});

test('a file that is too large or no picture is refused beside its field, and the brand stays', async () => {
  const page = await visit();
  await arriveAtDesk(page, PATH, HEADING);
  const before = await brandingOf(gatehouse);
  const choose = (name: string, buffer: Buffer) =>
    page.getByLabel('Icon (optional)').setInputFiles({ name, mimeType: 'image/png', buffer });
  await choose('large.png', Buffer.alloc(512 * 1024 + 1));
  await page.getByText('This file has more than 512 KiB').waitFor();
  await choose('drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'));
  await page.getByText('An SVG has to be exported as PNG').waitFor();
  await choose('bomb.png', Buffer.from(pngOf(20_000, 20_000, [0, 0, 0], 1), 'base64'));
  await page.getByText('at most 4,000,000 pixels').waitFor();
  await choose('icon.png', Buffer.from(pngOf(32, 32), 'base64'));
  await page.getByRole('button', { name: 'Remove: Icon' }).click();
  expect(await brandingOf(gatehouse)).toEqual(before);
});

test('the dark logo and the icon are those of the portal, and a VIEWER sees only the preview', async () => {
  const branding = {
    logoUrl: await uploaded(gatehouse, 'LOGO', admin),
    darkLogoUrl: await uploaded(gatehouse, 'DARK_LOGO', admin, pngOf(48, 48)),
    iconUrl: await uploaded(gatehouse, 'ICON', admin, pngOf(32, 32)),
    accentColor: '#000080',
  };
  await succeed(updatePortal(gatehouse, { branding }, admin));
  const page = await visit({ colorScheme: 'dark' });
  await page.goto('/p/demo/log-in');
  const logo = page.getByRole('img', { name: 'demo portal' });
  await logo.waitFor();
  expect(await logo.evaluate((img: HTMLImageElement) => img.currentSrc)).toBe(branding.darkLogoUrl);
  await soon(() => page.locator('link[rel=icon]').getAttribute('href')).toBe(new URL(branding.iconUrl).pathname);
  expect(await violationsOf(page)).toEqual([]);

  const email = 'viewer@brand.test';
  await addAdmin(gatehouse, email, 'VIEWER', 'demo');
  await arriveAtDesk(page, PATH, HEADING, { email, password: ADMIN.password });
  await page.locator('.sample-email img.logo').waitFor();
  expect(await page.getByRole('button', { name: 'Save the brand' }).count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
});
