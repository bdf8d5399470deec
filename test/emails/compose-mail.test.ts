import { simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { describe, expect, test } from 'vitest';
import { previews } from '../../emails/previews.ts';
import { composeMail, type Headers } from '../../worker/compose-mail.ts';

const headersFor = (more: Partial<Headers> = {}): Headers => ({
  From: { name: 'Acme Developers', address: 'no-reply@acme.example' },
  To: { name: '', address: 'ada@example.com' },
  'Reply-To': { name: 'Acme Developers', address: 'developers@acme.example' },
  'Message-ID': '<01a21e4d-1546-73ba-8a67-6a1c9f46aa70@acme.example>',
  Subject: 'Verify your email address',
  'Auto-Submitted': 'auto-generated',
  ...(more as Headers),
});

/** By nodemailer's own composer, which takes the same headers. */
async function composedByLibrary(headers: Headers, parts: { html: string; text: string }): Promise<string> {
  return (await new MailComposer({ headers, ...parts }).compile().build()).toString();
}

/** What a mail program sees. */
async function seen(raw: string) {
  const { from, to, replyTo, messageId, subject, text, html, headers } = await simpleParser(raw);
  const names = [...headers.keys()].toSorted();
  return {
    from,
    to,
    replyTo,
    messageId,
    subject,
    text: text?.trim(),
    html: String(html).trim(),
    names,
    auto: headers.get('auto-submitted'),
  };
}

async function expectSame(headers: Headers, parts: { html: string; text: string }): Promise<string> {
  const raw = composeMail(headers, parts);
  expect(await seen(raw)).toEqual(await seen(await composedByLibrary(headers, parts)));
  expect(raw).toMatch(/^[\r\n\t -~]*$/);
  expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
  return raw;
}

test.each(previews)('$file: $variant is the mail that nodemailer composes', async ({ render }) => {
  const { subject, ...parts } = await render();
  await expectSame(headersFor({ Subject: subject }), parts);
});

describe('texts that could break a mail', () => {
  test.each([
    ['lines that begin with a dot or the boundary', '.\n..\n--_NmP-1\nFrom me\n'],
    ['spaces and tabs at the end of a line', 'one \t\ntwo  \n \n'],
    ['equals signs, long words, and words of other scripts', `=3D= ${'x'.repeat(2_000)} ${'審査'.repeat(300)} 👩‍💻\u0000`],
    ['each kind of line break', 'a\nb\r\nc\n\nd'],
  ])('%s', async (_, text) => {
    await expectSame(headersFor(), { text, html: `<p>${text}</p>` });
  });

  test.each([
    [
      'another script',
      { Subject: '登録を確認 – Überprüfung', From: { name: 'Ünïcode “Portal”, Inc.', address: 'no-reply@acme.example' } },
    ],
    [
      'a line break',
      { Subject: 'Hello\r\nBcc: all@example.com', From: { name: 'Acme\r\nBcc: all@example.com', address: 'a@acme.example' } },
    ],
    ['great length', { Subject: 'word '.repeat(200).trim(), From: { name: 'n'.repeat(250), address: 'a@acme.example' } }],
    ['an address of another script', { To: { name: '', address: 'δοκιμή@παράδειγμα.δοκιμή' } }],
    ['a comma and a semicolon', { From: { name: 'Acme, Inc.; <x@y.test>', address: 'a@acme.example' } }],
  ])('headers with %s', async (_, more) => {
    const raw = composeMail(headersFor(more), { text: 'text', html: '<p>text</p>' });
    expect(await seen(raw)).toEqual(
      await seen(await composedByLibrary(headersFor(more), { text: 'text', html: '<p>text</p>' })),
    );
    expect((await simpleParser(raw)).bcc).toBeUndefined();
  });
});
