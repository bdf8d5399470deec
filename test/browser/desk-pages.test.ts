import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { arriveAt, openBrowser } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const NARROWEST = 320;
const WIDEST = 2560;

/** The path of each page, and its heading. */
const PAGES = [
  ['/admin', 'Requests'],
  ['/admin/overview', 'Overview'],
  ['/admin/people', 'People'],
  ['/admin/invitations', 'Invitations'],
  ['/admin/invitations/new', 'Invite people to demo portal'],
  ['/admin/invitations/link', 'Make a link to sign up at demo portal'],
  ['/admin/rules', 'Rules'],
  ['/admin/rules/history', 'History of the rules'],
  ['/admin/rules/reasons', 'Saved reasons'],
  ['/admin/portals', 'Portals'],
  ['/admin/portals/demo', 'demo portal: Settings'],
  ['/admin/portals/demo/brand', 'demo portal: Brand'],
  ['/admin/portals/demo/emails', 'demo portal: Emails'],
  ['/admin/portals/demo/emails?email=VERIFY_EMAIL&language=de', 'demo portal: Emails'],
  ['/admin/portals/demo/form', 'demo portal: Sign-up form'],
  ['/admin/portals/demo/terms', 'demo portal: Terms of use'],
  ['/admin/portals/demo/sender', 'demo portal: Sender'],
  ['/admin/portals/demo/sso', 'demo portal: Log-in with SSO'],
  ['/admin/admins', 'Admins'],
  ['/admin/tokens', 'API tokens'],
  ['/admin/installation', 'Installation'],
  ['/admin/log', 'Log'],
  ['/admin/jobs', 'Jobs'],
  ['/admin/security', 'Security'],
  ['/admin/notifications', 'Notifications'],
  ['/admin/start', 'First steps'],
] as const;

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

test.each([
  ['light', 'none'],
  ['dark', 'none'],
  ['light', 'active'],
] as const)(
  'no page breaks a rule of axe-core, nor a narrow or wide screen: %s, forced colours %s',
  async (colorScheme, forcedColors) => {
    const page = await visit({ viewport: { width: NARROWEST, height: 640 }, colorScheme, forcedColors });
    await arriveAtDesk(page, '/admin', 'Requests');
    for (const [path, heading] of PAGES) {
      await page.goto(path);
      await page.locator('h1').getByText(heading, { exact: true }).waitFor();
      for (const width of [NARROWEST, WIDEST]) {
        await page.setViewportSize({ width, height: 640 });
        expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width);
        expect(await violationsOf(page), path).toEqual([]);
      }
    }
  },
);

test('the account menu opens by keyboard, leads to the security page, and logs out', async () => {
  const page = await visit();
  await arriveAtDesk(page, '/admin/jobs', 'Jobs');
  await page.getByRole('button', { name: 'Your account' }).press('Enter');
  await page.getByRole('menu').and(page.locator(':focus')).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await arriveAt(page, 'Security');
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await arriveAt(page, 'Log in as an admin');
});
