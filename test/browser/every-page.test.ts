import { expect, test } from 'vitest';
import { openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { openBrowser } from './browser.ts';

const NARROWEST = 320;
const PAGES = [
  '',
  'sign-up',
  'check-email',
  'verify-email?token=x',
  'verify-email',
  'accept-invitation?token=x',
  'sign-up?invite=x',
  'log-in',
  'forgot-password',
  'reset-sent',
  'waiting',
  'status',
  'registration-link',
  'registration-link-sent',
  'open-registration?token=x',
  'reset-password?token=x',
  'catalog',
  'account',
  'confirm-email?token=x',
  'confirm-email',
  'undo-email-change?token=x',
  'keep-account?token=x',
  'unlink-sso?token=x',
  'undo-email-change',
  'second-factor?token=x',
  'confirm-sso?token=x',
  'answer-question?token=x',
  'confirm-sso',
  'sso-confirm-sent',
  'sso-callback?code=x',
  'sso-failed?reason=UNAVAILABLE&reference=b8f6b3a6-5f0c-4d5e-9d3a-1c2b3a4d5e6f',
  'sso-failed?reason=PENDING&reference=b8f6b3a6-5f0c-4d5e-9d3a-1c2b3a4d5e6f&token=x',
  'nowhere',
].map((name) => `/p/demo/${name}`);
const ADMIN_PAGES = [
  'log-in',
  'forgot-password',
  'reset-password?token=x',
  'reset-password',
  'second-factor?token=x',
  'security',
  'confirm',
  'decide?token=x',
  'sso-trial?id=x',
  'confirm-sso?token=x',
  'sso-confirm-sent',
  'sso-failed?reason=UNAVAILABLE&reference=b8f6b3a6-5f0c-4d5e-9d3a-1c2b3a4d5e6f',
].map((name) => `/admin/${name}`);

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const choices = ['An answer of many words, which is longer than the narrowest screen is wide', 'No'];
await setSignUpFields(gatehouse, [{ key: 'use', label: 'What do you want to build here?', kind: 'CHOICE', choices }], admin);
await updatePortal(gatehouse, { terms: { version: '2026-11-25-and-a-long-suffix', url: 'https://demo.test/terms' } }, admin);
const { visit, troubles } = await openBrowser(gatehouse);

test.each(['light', 'dark'] as const)('every page fits a narrow screen, %s', async (colorScheme) => {
  const page = await visit({ viewport: { width: NARROWEST, height: 640 }, colorScheme });
  for (const path of [...PAGES, ...ADMIN_PAGES]) {
    await page.goto(path);
    await page.locator('h1[tabindex]').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(NARROWEST);
    if (path.endsWith('/nowhere')) expect(troubles.splice(0)).toEqual([expect.stringContaining('404')]);
  }
});
