import { describe, expect, it } from 'vitest';
import { previewBrand } from '../../emails/brand.ts';
import { couldBecomeLink, greeting } from '../../emails/greeting.ts';
import { type NewRequestProps, newRequest, previews } from '../../emails/new-request.tsx';
import { registrationRejected } from '../../emails/registration-rejected.tsx';
import { verifyEmail } from '../../emails/verify-email.tsx';

const portal = { name: 'Acme Developers', contactEmail: 'developers@acme.test', brand: previewBrand };

describe('a name', () => {
  it.each(['Ada Lovelace', 'Martin Luther King Jr.', "Zoë O'Neil-Nuñez", 'Dr. 李 小龍'])('greets %s', (name) => {
    expect(greeting(portal, ` ${name} `)).toBe(`Hello ${name},`);
  });

  it.each([
    '<a href=https://evil.test>x</a> https://evil.test',
    'https://evil',
    'WWW.evil',
    'claim it at evil.test',
    'evil．test',
    'evil。test',
    'ada@evil',
    'ada＠evil',
    '<b>',
    'tel:+15550100',
    'Ada\r\nBcc: eve',
    'Ada\u2028Eve',
    'Ada \u202Etset',
    '  ',
  ])('does not greet by what could become a link or mislead: %j', (name) => {
    expect(greeting(portal, name)).toBe('Hello,');
  });

  it('that could become a link is in no mail, only the address beside it', async () => {
    const name = 'free coins at evil.test';
    const rejected = await registrationRejected({ portal, fullName: name, reason: null });
    const request = await newRequest({
      ...hidden,
      waiting: 1,
      applicants: [{ fullName: name, email: 'ada@partner.test' }],
    });

    expect(couldBecomeLink(name)).toBe(true);
    for (const part of [rejected.html, rejected.text, request.html, request.text]) expect(part).not.toContain('evil.test');
    expect(request.text).toContain('* ada@partner.test');
  });
});

describe('a reason', () => {
  it('is escaped, and keeps its line breaks', async () => {
    const reason = 'Not <b>yet</b> & <a href="https://evil.test">maybe</a>.\n\nSee "terms".';
    const { html, text } = await registrationRejected({ portal, fullName: 'Ada', reason });

    expect(html).not.toContain('<b>');
    expect(hrefs(html)).toEqual(['mailto:developers@acme.test', 'mailto:developers@acme.test']);
    expect(html).toContain('&lt;b&gt;yet&lt;/b&gt; &amp;');
    expect(text).toContain(reason);
  });
});

describe('a portal name', () => {
  it('cannot break a subject or the markup', async () => {
    const mail = await verifyEmail({
      portal: { ...portal, name: 'Acme\r\nBcc: eve@evil.test\u0000\u0085\u2028<i>' },
      verifyUrl: 'https://acme.test/verify-email?token=t',
      code: null,
      expiresInHours: 24,
      takesPasswords: true,
    });

    expect(mail.subject).toBe('Verify your email address for Acme Bcc: eve@evil.test <i>');
    expect(mail.html).not.toContain('<i>');
  });
});

describe('the applicants of a new request', () => {
  it.each([
    ['www.evil.test/login@attacker.test', 'somebody at attacker.test'],
    ['evil.test/login@attacker.test', 'somebody at attacker.test'],
    ['www.evil@attacker.test', 'somebody at attacker.test'],
    ['ada.lovelace+portal@partner.test', 'ada.lovelace+portal@partner.test'],
  ])('L14: an address that could become a link to a page is shown by its domain: %s', async (email, shown) => {
    const { html, text } = await newRequest({ ...hidden, waiting: 1, applicants: [{ fullName: 'Ada', email }] });

    expect(text).toContain(`Ada, ${shown}`);
    if (shown !== email) for (const part of [html, text]) expect(part).not.toContain(email.split('@')[0]);
  });

  it('are hidden when null', async () => {
    const { html, text } = await newRequest(hidden);

    expect(text).toContain('12 people wait for a decision at Acme Developers, since Nov 24, 2026, 08:30 UTC.');
    expect(html).not.toContain('partner.example');
  });

  it('are ten at most, and the rest is counted', async () => {
    const { text } = await newRequest({ ...previews['Applicants shown'], waiting: 40 });

    expect(text.match(/@partner\.example/g)).toHaveLength(10);
    expect(text).toContain('and 30 more');
  });
});

const hidden: NewRequestProps = { ...previews['Applicants hidden'], portal };

function hrefs(html: string): (string | undefined)[] {
  return [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]);
}
