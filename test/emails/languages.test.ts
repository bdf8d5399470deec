import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { previewBrand } from '../../emails/brand.ts';
import { previews } from '../../emails/previews.ts';
import { type RegistrationStatusProps, registrationStatus } from '../../emails/registration-status.tsx';
import { verificationReminder } from '../../emails/verification-reminder.tsx';
import { LANGUAGES } from '../../texts/languages.ts';

type Texts = { [key: string]: string | Texts };

const allOf = (texts: Texts): string[] =>
  Object.values(texts).flatMap((text) => (typeof text === 'string' ? [text] : allOf(text)));

const files = await readdir('texts/en/mails');
const english = await Promise.all(
  files.map(async (file) => allOf(JSON.parse(await readFile(`texts/en/mails/${file}`, 'utf8')))),
);

/** Of each English text the parts of three words or more that nothing is filled into. */
const phrases = english
  .flat()
  .flatMap((text) => text.split(/\{[^{}]*\}|<[^>]*>/))
  .map((part) => part.trim())
  .filter((part) => part.split(' ').length >= 3);

describe.each(LANGUAGES.filter((language) => language !== 'en'))('in %s', (language) => {
  test.each(previews)('$file: $variant has no English sentence, and says its language', async ({ render }) => {
    const { subject, html, text } = await render(language);
    const said = `${subject} ${text.replaceAll(/\s+/g, ' ')}`;
    expect(phrases.filter((phrase) => said.includes(phrase))).toEqual([]);
    expect(html).toContain(`lang="${language}"`);
  });
});

test('English mails do have these sentences, so the test above looks for the right ones', async () => {
  const found = await Promise.all(previews.map(async ({ render }) => (await render()).text.replaceAll(/\s+/g, ' ')));
  expect(found.filter((text) => !phrases.some((phrase) => text.includes(phrase)))).toEqual([]);
});

const portal = { name: 'Acme', contactEmail: 'hilfe@acme.test', brand: previewBrand };

test('dates, times and numbers are in the form of the language, in the case that the sentence needs', async () => {
  const reminder = (language: 'de' | 'ja') =>
    verificationReminder({
      portal: { ...portal, language },
      verifyUrl: 'https://acme.test/verify-email?token=x',
      expiresInHours: 168,
      removedAt: new Date('2026-12-03T23:30:00Z'),
    });
  expect((await reminder('de')).text).toContain('Dieser Link gilt 7 Tage;');
  expect((await reminder('de')).text).toContain('am 3. Dezember 2026 gelöscht');
  expect((await reminder('ja')).text).toContain('登録は 2026年12月3日に削除されます');
  const status: RegistrationStatusProps = {
    portal: { ...portal, language: 'de' },
    status: 'PENDING',
    reason: null,
    usualWaitHours: 97,
    logInUrl: 'https://acme.test/log-in',
    forgotPasswordUrl: 'https://acme.test/forgot-password',
    hasPassword: true,
    ssoLabel: null,
  };
  expect((await registrationStatus(status)).text).toContain('innerhalb von 5 Tagen entschieden');
});
