import { expect, test } from 'vitest';
import { decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailTemplate, resetMailTemplate, setMailTemplate } from '../kit/mail-templates.ts';
import { succeed } from '../kit/mutate.ts';
import { developerId, lastMailTo, requestPasswordReset, resendVerification, signUp, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await updatePortal(gatehouse, { locales: { default: 'en', offered: ['en', 'de'] } }, owner);

const lastMail = async (email: string) => {
  await gatehouse.drain();
  return lastMailTo(gatehouse, email);
};

test('the emails of a language have the texts of the portal, with the link and the warning; others have those of Gatehouse', async () => {
  await succeed(setMailTemplate(gatehouse, owner, { buttonLabel: 'Off we go' }));
  await signUp(gatehouse, 'ada@own.test');
  const english = await lastMail('ada@own.test');
  expect(english.subject).toBe('Welcome to demo portal');
  expect(english.html).toContain('Good that you are <strong>here</strong>.');
  expect(english.html).toContain('Off we go');
  expect(english.text).toMatch(/\/p\/demo\/verify-email\?token=\S+/);
  expect(english.text).toContain('If it was not you, ignore this email');

  await signUp(gatehouse, 'hedwig@own.test', { locale: 'de' });
  expect((await lastMail('hedwig@own.test')).subject).toBe('Bestätigen Sie Ihre E-Mail-Adresse für demo portal');

  await succeed(resetMailTemplate(gatehouse, owner, (await mailTemplate(gatehouse, owner)).version));
  await resendVerification(gatehouse, 'ada@own.test');
  expect((await lastMail('ada@own.test')).subject).toBe('Verify your email address for demo portal');
});

test('the name of a person is in the text as it was typed, and two emails of one file have texts of their own', async () => {
  const texts = { subject: 'Welcome, {{name}}', title: '{{greeting}}', body: '{{greeting}} **{{name}}** is in.' };
  await succeed(setMailTemplate(gatehouse, owner, { ...texts, mail: 'REGISTRATION_APPROVED', version: 0 }));
  await succeed(setMailTemplate(gatehouse, owner, { ...texts, mail: 'ACCESS_REINSTATED', version: 0, subject: 'Again' }));
  await verifiedPerson(gatehouse, 'stars@own.test');
  const id = await developerId(gatehouse, 'stars@own.test');
  await gatehouse.sql("UPDATE developers SET full_name = '**x** {{portal}}' WHERE id = $1", [id]);
  await succeed(decide(gatehouse, 'approve', [id], owner));
  const approved = await lastMail('stars@own.test');
  expect(approved.subject).toBe('Welcome, **x** {{portal}}');
  expect(approved.html).toContain('Hello **x** {{portal}}, <strong>**x** {{portal}}</strong> is in.');
  await succeed(decide(gatehouse, 'revoke', [id], owner));
  await gatehouse.drain();
  await succeed(decide(gatehouse, 'reinstate', [id], owner));
  expect((await lastMail('stars@own.test')).subject).toBe('Again');
});

test.each([
  ['no texts', '{"subject": 1}'],
  ['a list', '[]'],
  ['a word', '"broken"'],
])('R183: %s in the place of texts stop no email: it has those of Gatehouse, and the log says so', async (_, stored) => {
  const { version } = await mailTemplate(gatehouse, owner, 'CREATE_PASSWORD');
  await succeed(setMailTemplate(gatehouse, owner, { mail: 'CREATE_PASSWORD', version }));
  await gatehouse.sql("UPDATE mail_templates SET texts = $1::jsonb WHERE mail = 'CREATE_PASSWORD'", [stored]);
  const before = gatehouse.logs.length;
  const email = `broken${version}@own.test`;
  await verifiedPerson(gatehouse, email);
  await requestPasswordReset(gatehouse, email);
  const { subject, text } = await lastMail(email);
  expect(subject).toBe('Create your password for demo portal');
  expect(text).toContain('/p/demo/reset-password?token=');
  const warnings = gatehouse.logs
    .slice(before)
    .map((line) => JSON.parse(line))
    .filter(({ level }) => level === 40 || level === 'warn');
  expect(warnings).toMatchObject([{ mail: 'CREATE_PASSWORD', locale: 'en' }]);
});
