import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser } from '../browser/browser.ts';
import { decide, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { inviteDevelopers } from '../kit/invitations.ts';
import { succeed } from '../kit/mutate.ts';
import { deleteAccount, requestEmailChange } from '../kit/own-account.ts';
import { developerId, lastMailTo, logIn, PASSWORD, tokenIn } from '../kit/people.ts';
import { askDevelopers } from '../kit/questions.ts';
import { DEMO_PORTALS, openDemoPortals } from './open-demo-portals.ts';
import { saveRows, sideBySide, type View } from './sheet.ts';

const PATIENTLY = { timeout: 15_000 };
const FOLDER = 'docs/pictures/portals';
const VIEWS: View[] = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
  { width: 390, height: 800, colorScheme: 'light' },
  { width: 390, height: 800, colorScheme: 'dark' },
];

const reader = { reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' } as const;

const gatehouse = await startInstallation();
const owner = await openDemoPortals(gatehouse);
await gatehouse.startWorker();
const { visit } = await openBrowser(gatehouse);

/** The rows of each picture: one for each portal. */
const rows = new Map<string, Buffer[]>();

async function take(page: Page, name: string): Promise<void> {
  await page.locator('h1[tabindex]').waitFor();
  await expect.poll(() => page.locator('[aria-busy=true]').count(), PATIENTLY).toBe(0);
  rows.set(name, [...(rows.get(name) ?? []), await sideBySide(page, VIEWS)]);
}

/** Fills the form by the names of its fields, which are the same in every language, and sends it. */
async function send(page: Page, values: Record<string, string> = {}): Promise<void> {
  const heading = await page.locator('h1[tabindex]').textContent();
  for (const [name, value] of Object.entries(values)) await page.locator(`main [name="${name}"]`).fill(value);
  await page.locator('main form button[type=submit]').first().click();
  await expect.poll(() => page.locator('h1[tabindex]').textContent(), PATIENTLY).not.toBe(heading);
}

test.each(DEMO_PORTALS.map(({ slug }) => slug))('the pages of %s', async (slug) => {
  const email = `ada@${slug}.example`;
  const base = `/p/${slug}`;
  const mailed = async (subject: string) => {
    await expect
      .poll(() => gatehouse.inbox.mails.filter((mail) => mail.recipients.includes(subject)).length)
      .toBeGreaterThan(0);
    return tokenIn(lastMailTo(gatehouse, subject));
  };
  const mailedFor = async (address: string, name: string) => {
    await expect.poll(() => lastMailTo(gatehouse, address).text, PATIENTLY).toContain(`/${name}?token=`);
    return tokenIn(lastMailTo(gatehouse, address));
  };
  const page = await visit(reader);

  await page.goto(`${base}/`);
  await take(page, 'landing');
  await page.goto(`${base}/sign-up`);
  await take(page, 'sign-up');
  await page.locator('main form button[type=submit]').first().click();
  await page.locator('[aria-invalid=true]').first().waitFor();
  await take(page, 'sign-up-refused');
  await send(page, { fullName: 'Ada Lovelace', email });
  await take(page, 'check-email');

  await page.goto(`${base}/verify-email?token=${await mailed(email)}`);
  await take(page, 'verify-email');
  await send(page);
  await take(page, 'create-password');
  await send(page, { password: PASSWORD });
  await take(page, 'waiting');

  const stranger = await visit(reader);
  await stranger.goto(`${base}/registration-link`);
  await take(stranger, 'registration-link');
  await send(stranger, { email });
  await take(stranger, 'registration-link-sent');
  await stranger.goto(`${base}/open-registration?token=${await mailedFor(email, 'open-registration')}`);
  await take(stranger, 'open-registration');
  await send(stranger);
  await take(stranger, 'status');

  const id = await developerId(gatehouse, email, slug);
  await succeed(askDevelopers(gatehouse, [id], 'Which team are you in?', owner));
  await expect.poll(() => lastMailTo(gatehouse, email).text, PATIENTLY).toContain('Which team');
  await page.goto(`${base}/answer-question?token=${await mailed(email)}`);
  await take(page, 'answer-question');
  await succeed(decide(gatehouse, 'approve', [id], owner));

  await page.goto(`${base}/log-in`);
  await take(page, 'log-in');
  await succeed(updatePortal(gatehouse, { secondFactor: 'OPTIONAL' }, owner, slug));
  const { token } = await succeed(logIn(gatehouse, email, PASSWORD, { portal: slug }), 'token');
  await send(page, { email, password: PASSWORD });
  await page.goto(`${base}/catalog`);
  await take(page, 'catalog');
  await page.goto(`${base}/account`);
  await take(page, 'account');

  await succeed(requestEmailChange(gatehouse, { token }, `new-${email}`, { portal: slug }));
  await page.goto(`${base}/confirm-email?token=${await mailed(`new-${email}`)}`);
  await take(page, 'confirm-email');

  await stranger.goto(`${base}/forgot-password`);
  await take(stranger, 'forgot-password');
  await send(stranger, { email });
  await take(stranger, 'reset-sent');
  await stranger.goto(`${base}/reset-password?token=${await mailedFor(email, 'reset-password')}`);
  await take(stranger, 'reset-password');
  await stranger.goto(`${base}/reset-password?token=used`);
  await take(stranger, 'link-that-does-not-work');

  await succeed(inviteDevelopers(gatehouse, [{ email: `grace@${slug}.example` }], owner, { portal: slug }));
  await stranger.goto(`${base}/accept-invitation?token=${await mailed(`grace@${slug}.example`)}`);
  await take(stranger, 'accept-invitation');

  await send(page);
  await page.goto(`${base}/undo-email-change?token=${await mailedFor(email, 'undo-email-change')}`);
  await take(page, 'undo-email-change');
  await succeed(updatePortal(gatehouse, { deletionGraceDays: 7 }, owner, slug));
  const moved = await succeed(logIn(gatehouse, `new-${email}`, PASSWORD, { portal: slug }), 'token');
  await succeed(deleteAccount(gatehouse, moved, { portal: slug, email: `new-${email}` }));
  await page.goto(`${base}/keep-account?token=${await mailedFor(`new-${email}`, 'keep-account')}`);
  await take(page, 'keep-account');

  await stranger.goto(`${base}/sso-confirm-sent`);
  await take(stranger, 'sso-confirm-sent');
  await stranger.goto(`${base}/sso-failed?reason=UNAVAILABLE&reference=b8f6b3a6-5f0c-4d5e-9d3a-1c2b3a4d5e6f`);
  await take(stranger, 'sso-failed');
});

test('each page is there once for each portal', async () => {
  for (const [name, pictures] of rows) {
    expect([name, pictures.length]).toEqual([name, DEMO_PORTALS.length]);
    await saveRows(`${FOLDER}/${name}.webp`, pictures);
  }
});
