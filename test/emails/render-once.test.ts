import { expect, test } from 'vitest';
import { previewBrand, previewOwnBrand } from '../../emails/brand.ts';
import type { Portal } from '../../emails/portal.ts';
import RegistrationApproved, { registrationApproved } from '../../emails/registration-approved.tsx';
import RegistrationRejected, { registrationRejected } from '../../emails/registration-rejected.tsx';
import RegistrationRevoked, { registrationRevoked } from '../../emails/registration-revoked.tsx';
import type { RenderedEmail } from '../../emails/render-email.ts';
import { MOST_RENDERED, renderOnce } from '../../emails/render-once.ts';
import ResetPassword, { resetPassword } from '../../emails/reset-password.tsx';
import VerifyEmail, { verifyEmail } from '../../emails/verify-email.tsx';

const portal = {
  name: `A & B <b>"quoted"</b> 'Portal' $& $1 {{name}}`,
  contactEmail: "o'hara+a&b@acme.example",
  brand: previewOwnBrand,
};

const NAMES = [
  'Ada Lovelace',
  `Miles "Tails" O'Hara & Sons`,
  '<b>Bold</b> & <script>',
  '&amp; &#x27; %20 $& $1 {{fullName}}',
  'two  spaces',
  ' outside ',
  'non\u00a0breaking, zero\u200bwidth, soft\u00adhyphen',
  'محمد بن موسى الخوارزمي',
  '\u202eevil',
  '山田 太郎 👩‍💻',
  'line\nbreak',
  'www.evil.example',
  'x'.repeat(256),
  'slot0123456789abcdef',
  '',
];

const URLS = [
  'https://a.example/verify-email?token=abc-_123',
  'https://a.example/?next=1&token=a&amp;b="\'<>$&',
  `https://a.example/${'long'.repeat(200)}`,
  'https://münchen.example/päge?token=1',
  'https://a.example/with space',
];

/** A mail with some props, filled in and rendered in full. */
const both = <Props>(
  name: string,
  email: { (props: Props): Promise<RenderedEmail>; inFull: (props: Props) => Promise<RenderedEmail> },
  props: Props,
) => ({ name, props, filledIn: () => email(props), inFull: () => email.inFull(props) });

const cases = [
  ...URLS.flatMap((url) => [
    both('verify-email', verifyEmail, { ...VerifyEmail.PreviewProps, portal, verifyUrl: url }),
    both('verify-email', verifyEmail, { ...VerifyEmail.PreviewProps, portal, verifyUrl: url, code: null }),
    both('reset-password', resetPassword, { ...ResetPassword.PreviewProps, portal, resetUrl: url }),
  ]),
  ...NAMES.flatMap((fullName) => [
    both('approved', registrationApproved, { ...RegistrationApproved.PreviewProps, portal, fullName }),
    both('rejected', registrationRejected, { ...RegistrationRejected.PreviewProps, portal, fullName }),
    both('revoked', registrationRevoked, { ...RegistrationRevoked.PreviewProps, portal, fullName }),
  ]),
];

test.each(cases)('$name, filled in, is the one that is rendered in full: $props', async ({ filledIn, inFull }) => {
  const whole = await inFull();
  expect(await filledIn()).toEqual(whole);
  expect(await filledIn()).toEqual(whole);
});

test('what differs besides the slot is another email, and no more are remembered than the limit', async () => {
  let count = 0;
  const render = async ({ portal, word, name }: { portal: Portal; word: string; name: string }) => {
    count++;
    return { subject: `${word} ${portal.name}`, html: `<p>${name}</p>`, text: name };
  };
  const email = renderOnce(render, ['name']);
  const ask = (word: string, name: string, from = portal) => email({ portal: from, word, name });
  expect(await ask('first', 'Ada')).toEqual({ subject: `first ${portal.name}`, html: '<p>Ada</p>', text: 'Ada' });
  expect((await ask('first', 'Grace')).text).toBe('Grace');
  expect(count).toBe(1);
  expect((await ask('other', 'Ada')).subject).toBe(`other ${portal.name}`);
  expect((await ask('first', 'Ada', { ...portal, name: 'Renamed' })).subject).toBe('first Renamed');
  expect(count).toBe(3);
  await ask('first', 'Ada', { ...portal, brand: previewBrand });
  expect(count).toBe(4);
  for (let n = 0; n < MOST_RENDERED; n++) await ask(`word ${n}`, 'Ada');
  await ask('first', 'Ada');
  expect([count, MOST_RENDERED]).toEqual([4 + MOST_RENDERED + 1, 50]);
});
