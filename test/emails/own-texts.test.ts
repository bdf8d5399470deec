import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { previewBrandedPortal, previewPortal } from '../../emails/portal.ts';
import { productTexts } from '../../emails/product-texts.ts';
import RegistrationApproved, { registrationApproved } from '../../emails/registration-approved.tsx';
import { renderSample } from '../../emails/samples.ts';
import VerifyEmail, { verifyEmail } from '../../emails/verify-email.tsx';
import { LANGUAGES } from '../../texts/languages.ts';
import { MAIL_NAMES, type Mail, TEMPLATED } from '../../texts/templated-mails.ts';

const PAGES = 'https://pages.acme.test/p/demo';

/** Nothing of what Gatehouse says. */
const OWN = { subject: 'S', title: 'T', body: 'B', buttonLabel: null };

const render = (mail: Mail, own?: typeof OWN | ReturnType<typeof productTexts>, language: (typeof LANGUAGES)[number] = 'en') =>
  renderSample(mail, { ...previewBrandedPortal, language, own: own && { mail, ...own } }, PAGES);

/** What an email says below its body, in lines. */
const linesOf = (text: string) => text.split('\n').filter(Boolean);

describe.each(MAIL_NAMES)('%s', (mail) => {
  test.each(LANGUAGES)('the texts of Gatehouse in %s, saved as those of the portal, give the same email', async (language) => {
    const texts = productTexts(mail, language, { takesPasswords: true });
    expect(await render(mail, texts, language)).toEqual(await render(mail, undefined, language));
    expect(texts.buttonLabel !== null).toBe(TEMPLATED[mail].hasButton);
  });

  test('R183: no text takes out the links, the warning and the reason', async () => {
    const product = productTexts(mail, 'en', { takesPasswords: true });
    const [usual, own] = [await render(mail), await render(mail, OWN)];
    const linksIn = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    expect(linksIn(own.html)).toEqual(linksIn(usual.html));
    const [title, body, ...rest] = linesOf(own.text);
    expect([title, body]).toEqual(['T', 'B']);
    expect(rest.join()).toContain('You get this email because');
    expect(linesOf(usual.text).slice(-rest.length)).toEqual(rest);
    const replaced = linesOf(usual.text).length - rest.length;
    expect(replaced).toBe(1 + product.body.split('\n\n').length);
  });
});

test('every email to people of portals takes texts of the portal', () => {
  const files = readdirSync('emails').filter((file) => file.endsWith('.tsx') && file !== 'gallery.tsx');
  const toAdmins = /^(admin-|api-token-|new-request|request-reminder|sender-)/;
  const sources = new Map(files.map((file) => [file, readFileSync(`emails/${file}`, 'utf8')]));
  const without = files.filter((file) => !sources.get(file)?.includes('wordsOf('));
  expect(without.filter((file) => !toAdmins.test(file))).toEqual([]);
  expect(without.filter((file) => toAdmins.test(file))).toHaveLength(files.filter((file) => toAdmins.test(file)).length);
  const named = [...sources.values()].flatMap((source) => [...source.matchAll(/'([A-Z_]+)'/g)].map(([, name]) => name));
  expect(MAIL_NAMES.filter((mail) => !named.includes(mail))).toEqual([]);
});

test.each(['**x**', '`x`', "O'Hara & Sons", '{{portal}}', '# 1', '$& $1', '![x]', '_a_'])(
  'R183: a name of %j stands in subject, title and body as it was typed',
  async (fullName) => {
    const own = {
      mail: 'REGISTRATION_APPROVED',
      subject: '{{name}}!',
      title: 'For {{name}}',
      body: 'Dear *{{name}}*.',
      buttonLabel: null,
    } as const;
    const { subject, html, text } = await registrationApproved({
      ...RegistrationApproved.PreviewProps,
      portal: { ...previewPortal, own },
      fullName,
    });
    expect(subject).toBe(`${fullName}!`);
    for (const said of [`For ${fullName}`, `Dear ${fullName}.`]) expect(text).toContain(said);
    expect(html).toContain(`<em>${fullName.replaceAll('&', '&amp;').replaceAll("'", '&#x27;')}</em>`);
  },
);

test('a name that could become a link is in no text of a portal', async () => {
  const own = {
    mail: 'REGISTRATION_APPROVED',
    subject: 'Hi {{name}}',
    title: '{{greeting}}',
    body: '{{greeting}} {{name}}',
    buttonLabel: null,
  } as const;
  for (const fullName of ['[a](https://evil.test)', '<b>x</b>', 'free coins at evil.test', 'Ada\r\nBcc: eve']) {
    const email = await registrationApproved({
      ...RegistrationApproved.PreviewProps,
      portal: { ...previewPortal, own },
      fullName,
    });
    for (const part of Object.values(email)) expect(part).not.toMatch(/evil|<b>|Bcc/);
    expect(email.subject).toBe('Hi');
  }
});

test('R183: the name of a portal is what was typed, whatever Markdown or HTML makes of it, and breaks no subject', async () => {
  const name = '[a](https://evil.test) <b>**x**</b>\r\nBcc: eve@evil.test';
  const own = {
    mail: 'VERIFY_EMAIL',
    subject: 'At {{portal}}',
    title: '{{portal}}',
    body: 'At **{{portal}}**',
    buttonLabel: '{{portal}}',
  } as const;
  const { subject, html, text } = await verifyEmail({ ...VerifyEmail.PreviewProps, portal: { ...previewPortal, name, own } });
  expect(subject).toBe('At [a](https://evil.test) <b>**x**</b> Bcc: eve@evil.test');
  expect(html).not.toMatch(/<b>|href="https:\/\/evil/);
  expect(text).toContain('At [a](https://evil.test) <b>**x**</b> Bcc: eve@evil.test');
});

test('a body with each kind of Markdown reads well as HTML and as plain text', async () => {
  const body =
    '## Hello\n\nA **bold** *word*, `code`.\nNext line.\n\n- one\n- two\n\n3. three\n\n> said\n\n[Docs](https://docs.acme.test/a)';
  const own = { ...OWN, mail: 'VERIFY_EMAIL', body } as const;
  const { html, text } = await verifyEmail({ ...VerifyEmail.PreviewProps, portal: { ...previewPortal, own } });
  for (const part of [
    '<strong>bold</strong>',
    '<em>word</em>',
    '<code>code</code>',
    '<br/>Next line.',
    '<ol',
    'start="3"',
    '<blockquote',
  ])
    expect(html).toContain(part);
  expect(text).toContain(
    'Hello\n\nA bold word, code.\nNext line.\n\n * one\n * two\n\n 3. three\n\n> said\n\nDocs https://docs.acme.test/a',
  );
});

test('an email refuses the texts of another one', async () => {
  const own = { ...OWN, mail: 'QUESTION' } as const;
  await expect(async () => verifyEmail({ ...VerifyEmail.PreviewProps, portal: { ...previewPortal, own } })).rejects.toThrow(
    'QUESTION',
  );
});
