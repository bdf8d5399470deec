import { expect, test } from 'vitest';
import { MOST_TESTS } from '../../domain/mail-templates/send-test-mail.ts';
import { addAdmin, openDemoPortal } from '../kit/admins.ts';
import { apiToken } from '../kit/api-tokens.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailTemplate, sendTestMail } from '../kit/mail-templates.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { mailsTo } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

test('a test email goes to the admin who asks, as a test, and changes no text', async () => {
  const email = 'tester@preview.test';
  const tester = await addAdmin(gatehouse, email, 'OWNER', 'demo');
  await gatehouse.drain();
  expect(await succeed(sendTestMail(gatehouse, tester, { body: 'Only a try.' }))).toMatchObject({ to: email });
  await gatehouse.drain();
  const mail = mailsTo(gatehouse, email).at(-1);
  expect(mail?.subject).toBe('[Test] Welcome to demo portal');
  expect(mail?.text).toContain('Only a try.');
  expect((await mailTemplate(gatehouse, tester)).version).toBe(0);

  const { issues } = await refusal(sendTestMail(gatehouse, tester, { body: '{{unknown}}' }), 'InvalidInput');
  expect(issues).toMatchObject([{ path: ['body'], code: 'UNKNOWN_VARIABLE' }]);
});

test('an admin sends 20 test emails a day; API tokens and other admins send none', async () => {
  const email = 'eager@preview.test';
  const eager = await addAdmin(gatehouse, email, 'OWNER', 'demo');
  const other = await addAdmin(gatehouse, 'calm@preview.test', 'OWNER', 'demo');
  const answers = await Promise.all(Array.from({ length: MOST_TESTS + 5 }, () => sendTestMail(gatehouse, eager)));
  expect(answers.filter(({ __typename }) => __typename === 'SendTestMailSuccess')).toHaveLength(MOST_TESTS);
  const { retryAfter } = await refusal(sendTestMail(gatehouse, eager), 'TooManyAttempts');
  expect(retryAfter).toBeGreaterThan(23 * 3_600);
  expect(
    await gatehouse.sql(
      "SELECT 1 FROM jobs WHERE name = 'sendTestEmail' AND payload ->> 'adminId' = (SELECT id::text FROM admins WHERE email = $1)",
      [email],
    ),
  ).toHaveLength(MOST_TESTS);
  await succeed(sendTestMail(gatehouse, other));
  expect(MOST_TESTS).toBe(20);

  await refusal(sendTestMail(gatehouse, (await apiToken(gatehouse, owner)).token), 'NotAllowed');
  await refusal(sendTestMail(gatehouse, await addAdmin(gatehouse, 'looker@preview.test', 'APPROVER', 'demo')), 'NotAllowed');
  await refusal(sendTestMail(gatehouse, undefined), 'NotAllowed');
});
