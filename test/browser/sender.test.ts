import { expect, test } from 'vitest';
import { addAdmin, openDemoPortal } from '../kit/admins.ts';
import { startNameServer } from '../kit/dns.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { publish, recordsOf } from '../kit/senders.ts';
import { openBrowser, press, soon } from './browser.ts';
import { arriveAtDesk, violationsOf } from './desk.ts';

const dns = await startNameServer();
const gatehouse = await startInstallation({ DNS_SERVERS: dns.address, MAIL_DOMAINS: 'allowed.test' });
const admin = await openDemoPortal(gatehouse);
const { visit } = await openBrowser(gatehouse);

const PATH = '/admin/portals/demo/sender';
const HEADING = 'demo portal: Sender';

test('an OWNER names a sender, copies its records, checks them, and replaces the key', async () => {
  const page = await visit({ viewport: { width: 1280, height: 900 } });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await arriveAtDesk(page, PATH, HEADING);
  await page.getByText('Emails come from no-reply@gatehouse.test now.').waitFor();
  await page.getByLabel('Address (optional)').fill('hello@gatehouse.test');
  await press(page, 'Save');
  await page.locator('.issue').waitFor();
  await page.getByLabel('Address (optional)').fill('hello@acme.test');
  await press(page, 'Save');
  const card = page.getByRole('region', { name: 'Domain acme.test' });
  await card.getByText('Not in use yet.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const records = await recordsOf(gatehouse, admin);
  for (const { name, value } of records) {
    const row = card.getByRole('row').filter({ hasText: name });
    await row.getByText(value, { exact: true }).waitFor();
    await row.getByRole('button', { name: 'Copy' }).nth(1).click();
    await soon(() => page.evaluate('navigator.clipboard.readText()')).toBe(value);
  }

  publish(dns, records.slice(1));
  dns.set(records[0]?.name ?? '', ['something else']);
  await press(page, 'Check now');
  await card.getByText('Wrong. Found: something else').waitFor();
  await card.getByText('Last check: ').waitFor();
  publish(dns, records);
  await press(page, 'Check now');
  await card.getByText('In use. The domain is proved').waitFor();
  await page.getByText('Emails come from hello@acme.test now.').waitFor();

  await press(page, 'Replace the key');
  await press(page, 'Make a new key');
  await page.getByText('There is a new key. Set its record.').waitFor();
  await soon(() => card.getByRole('row').filter({ hasText: '_domainkey' }).count()).toBe(2);
  expect(await violationsOf(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 900 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
});

test('a domain that lapses is warned of, one that the operator allows has no records, and who is no OWNER can only read', async () => {
  await gatehouse.sql("UPDATE sender_domains SET lapsed_at = now() - interval '1 day'");
  const reader = { email: 'reader@sender.test', password: ADMIN.password };
  await addAdmin(gatehouse, reader.email, 'VIEWER', 'demo');
  const page = await visit();
  await arriveAtDesk(page, PATH, HEADING, reader);
  await page.getByText('In use, but required records are missing now.').waitFor();
  expect(await page.getByRole('button', { name: 'Check now' }).count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
  await gatehouse.sql("UPDATE portals SET mail_from = 'hello@allowed.test'");
  await page.reload();
  await page.getByText('In use. The operator of this installation allows this domain').waitFor();
  expect(await page.getByRole('table').count()).toBe(0);
});
