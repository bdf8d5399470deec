import { describe, expect, it } from 'vitest';
import { previewBrand } from '../../emails/brand.ts';
import { registrationStatus } from '../../emails/registration-status.tsx';

const props = {
  portal: { name: 'Acme Developers', contactEmail: 'developers@acme.test', brand: previewBrand },
  reason: 'Ask your sales contact.',
  usualWaitHours: null,
  logInUrl: 'https://acme.test/log-in',
  forgotPasswordUrl: 'https://acme.test/forgot-password',
};

const cases = [
  { status: 'PENDING', word: 'Pending', hasPassword: true, links: [] },
  { status: 'PENDING', word: 'Pending', hasPassword: false, links: [props.forgotPasswordUrl] },
  { status: 'APPROVED', word: 'Approved', hasPassword: true, links: [props.logInUrl, props.forgotPasswordUrl] },
  { status: 'APPROVED', word: 'Approved', hasPassword: false, links: [props.forgotPasswordUrl, props.logInUrl] },
  { status: 'REJECTED', word: 'Rejected', hasPassword: true, links: [] },
  { status: 'REVOKED', word: 'Revoked', hasPassword: true, links: [] },
] as const;

describe.each(cases)('$status, password: $hasPassword', ({ status, word, hasPassword, links }) => {
  const mail = registrationStatus({ ...props, status, hasPassword, ssoLabel: null });
  const decidedAgainst = status === 'REJECTED' || status === 'REVOKED';

  it('names the status and no other', async () => {
    const { subject, html, text } = await mail;

    for (const part of [subject, html, text]) {
      expect(new Set(part.match(/pending|approved|rejected|revoked/gi))).toEqual(new Set([word]));
    }
  });

  it(`links to ${links.length === 0 ? 'nothing' : links.join(' and ')}, and to the contact`, async () => {
    const { html, text } = await mail;
    const hrefs = [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]);

    // A button has its link once more in the line below it.
    expect([...new Set(hrefs.filter((href) => href !== 'mailto:developers@acme.test'))]).toEqual(links);
    expect(hrefs).toContain('mailto:developers@acme.test');
    expect(text.match(/https?:\S+/g) ?? []).toEqual(links);
  });

  it(decidedAgainst ? 'gives the reason' : 'gives no reason', async () => {
    expect((await mail).text.includes(props.reason)).toBe(decidedAgainst);
  });
});

it.each([
  [1, '1 hour'],
  [48, '48 hours'],
  [97, '5 days'],
])('PENDING says within which time requests are decided, if that is known: %s hours', async (usualWaitHours, said) => {
  const mail = (hours: number | null) =>
    registrationStatus({ ...props, status: 'PENDING', hasPassword: true, ssoLabel: null, usualWaitHours: hours });
  expect((await mail(usualWaitHours)).text).toContain(`8 of 10 requests are decided within ${said}.`);
  expect((await mail(null)).text).not.toContain('8 of 10');
});
