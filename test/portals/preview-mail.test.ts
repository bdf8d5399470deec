import { expect, test } from 'vitest';
import { MOST_TESTS } from '../../domain/mail-templates/send-test-mail.ts';
import { PreviewMailDocument, type PreviewMailQueryVariables } from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { apiToken } from '../kit/api-tokens.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailTemplate, sendTestMail, TEXTS } from '../kit/mail-templates.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { mailsTo } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

const ask = (more: Partial<PreviewMailQueryVariables> = {}, token: string | undefined = owner) =>
  gatehouse.graphql(PreviewMailDocument, { ...TEXTS, ...more }, { token });

const state = () =>
  gatehouse.sql('SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM mail_templates) AS templates');

test('a preview shows what is typed around the link, the warning and the reason, and saves nothing', async () => {
  const before = await state();
  const { data } = await ask({ subject: 'Hello {{portal}}', body: 'A *new* text.\n\n- one\n- two', buttonLabel: 'Go on' });
  const { subject, html, text } = data?.previewMail ?? { subject: '', html: '', text: '' };
  expect(subject).toBe('Hello demo portal');
  expect(html).toContain('A <em>new</em> text.');
  expect(html).toContain('>Go on</span>');
  for (const part of [html, text]) {
    expect(part).toContain('One more step');
    expect(part).toContain(`${gatehouse.url}/p/demo/verify-email?token=`);
    expect(part).toContain('If it was not you, ignore this email.');
    expect(part).toContain('this address was entered at demo portal');
  }
  const german = await ask({ locale: 'de', mail: 'QUESTION', body: '{{greeting}}' });
  expect(german.data?.previewMail?.text).toContain('Ada Lovelace');
  expect(german.data?.previewMail?.html).toContain('lang="de"');
  expect(await state()).toEqual(before);
});

test('a preview refuses what cannot be saved, and people who may not change it', async () => {
  const code = async (more: Partial<PreviewMailQueryVariables>, token?: string) =>
    (await ask(more, token)).errors[0]?.extensions?.code;
  expect(await code({ body: '{{unknown}}' })).toBe('INVALID_INPUT');
  expect(await code({ body: '[x](javascript:alert(1))' })).toBe('INVALID_INPUT');
  await createPortal(gatehouse, 'elsewhere', owner);
  expect(await code({}, await addAdmin(gatehouse, 'viewer@preview.test', 'VIEWER', 'demo'))).toBe('NOT_ALLOWED');
  expect(await code({}, await addAdmin(gatehouse, 'other@preview.test', 'OWNER', 'elsewhere'))).toBe('NOT_ALLOWED');
});

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
