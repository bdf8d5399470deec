import { expect, test } from 'vitest';
import { addAdmin, adminRequestPasswordReset, openDemoPortal } from '../kit/admins.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson, findToken, mailedToken, mailsTo, tokenIn } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

/** Asks for a reset, and returns the token of the link that came. */
async function resetToken(email: string): Promise<string> {
  await adminRequestPasswordReset(gatehouse, email);
  return await mailedToken(gatehouse, email);
}

const DOCUMENT = `mutation($input: AdminRequestPasswordResetInput!) {
  adminRequestPasswordReset(input: $input) { __typename ... on AdminRequestPasswordResetSuccess { email } ... on Error { message } } }`;
const ask = (email: string) => gatehouse.graphql(DOCUMENT, { input: { email } });

test('R1, R2: answers every address alike, and mails none but an admin', async () => {
  await addAdmin(gatehouse, 'known@admins.test', 'VIEWER', 'demo');
  await approvedPerson(gatehouse, 'devel@admins.test', owner);
  gatehouse.inbox.mails.length = 0;
  const emails = ['known@admins.test', 'devel@admins.test', 'nobod@admins.test'];
  const answers = await Promise.all(emails.map(async (email) => comparable(await ask(email))));
  const alike = answers.map(({ body, ...rest }) => ({ ...rest, body: body.replace(/\w+@/, 'X@') }));
  expect(new Set(alike.map((answer) => JSON.stringify(answer))).size).toBe(1);
  await gatehouse.drain();
  expect(gatehouse.inbox.mails.map(({ recipients, subject }) => [recipients, subject])).toEqual([
    [['known@admins.test'], 'Reset your admin password for Gatehouse'],
  ]);
});

test('the mail comes from the installation, and its link leads to the page of the admins', async () => {
  await addAdmin(gatehouse, 'mail@admins.test', 'VIEWER', null);
  const token = await resetToken('mail@admins.test');
  const [mail] = mailsTo(gatehouse, 'mail@admins.test');
  expect(mail?.text).toContain(`${gatehouse.url}/admin/reset-password?token=${token}\n`);
  expect(mail?.parsed.from?.value).toEqual([{ name: 'Gatehouse', address: 'no-reply@gatehouse.test' }]);
  expect(mail?.text).toContain('This link is valid for 1 hour and works once.');
});

test('R3: at most three mails go to an address in a minute and ten in an hour; others are unaffected', async () => {
  await addAdmin(gatehouse, 'bombed@admins.test', 'VIEWER', null);
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => adminRequestPasswordReset(gatehouse, 'bombed@admins.test')),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'bombed@admins.test')).toHaveLength(3);
  for (let minute = 1; minute < 5; minute++) {
    await gatehouse.sql(
      "UPDATE mail_bounds SET sent_at = (SELECT array_agg(at - interval '61 seconds') FROM unnest(sent_at) AS at)",
    );
    for (let i = 0; i < 4; i++) await adminRequestPasswordReset(gatehouse, 'bombed@admins.test');
    await gatehouse.drain();
  }
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'bombed@admins.test')).toHaveLength(10);
  await addAdmin(gatehouse, 'spared@admins.test', 'VIEWER', null);
  expect(await resetToken('spared@admins.test')).toMatch(/^[\w-]{43}$/);
});

test('R14: no header has a say in the link', async () => {
  await addAdmin(gatehouse, 'host@admins.test', 'VIEWER', null);
  const evil = ['x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'referer'].map((name) => [name, 'evil.test']);
  const askWith = (headers: Record<string, string>) =>
    gatehouse.graphql<{ adminRequestPasswordReset: object }>(DOCUMENT, { input: { email: 'host@admins.test' } }, { headers });
  const { data } = await askWith({ ...Object.fromEntries(evil), origin: 'https://evil.test' });
  expect(data.adminRequestPasswordReset).toMatchObject({ __typename: 'NotAllowed' });
  await askWith(Object.fromEntries(evil));
  await gatehouse.drain();
  const mail = present(mailsTo(gatehouse, 'host@admins.test')[0]);
  expect(mail.raw).not.toContain('evil.test');
  expect(findToken(mail)).not.toBeNull();
});

test('R8: a retry mails the same link, and the database holds none of it', async () => {
  await addAdmin(gatehouse, 'retry@admins.test', 'VIEWER', null);
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'later' };
  await adminRequestPasswordReset(gatehouse, 'retry@admins.test');
  await gatehouse.drain();
  gatehouse.inbox.behaviour.refuseMail = undefined;
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE name = 'sendAdminPasswordResetEmail' AND finished_at IS NULL");
  const token = await mailedToken(gatehouse, 'retry@admins.test');
  const first = gatehouse.inbox.refused.find(({ recipients }) => recipients.includes('retry@admins.test'));
  expect(tokenIn(first)).toBe(token);
  expect(first?.messageId).toBe(mailsTo(gatehouse, 'retry@admins.test')[0]?.messageId);
  const rows = await gatehouse.sql(
    'SELECT t::text FROM admin_tokens t UNION ALL SELECT j::text FROM jobs j UNION ALL SELECT s::text FROM admin_sessions s',
  );
  const stored = JSON.stringify(rows);
  expect(stored).not.toContain(token);
  expect(stored).not.toContain(Buffer.from(token).toString('hex'));
});

test('refuses what is no address', async () => {
  for (const email of ['a@b.test,c@d.test', '', 'owner', 'Owner <owner@gatehouse.test>']) {
    expect(await adminRequestPasswordReset(gatehouse, email)).toMatchObject({ issues: [{ path: ['email'] }] });
  }
});
