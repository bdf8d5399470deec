import { expect, it } from 'vitest';
import { previewBrand } from '../../emails/brand.ts';
import { verifyEmail } from '../../emails/verify-email.tsx';

const props = {
  portal: { name: 'Acme Developers', contactEmail: 'developers@acme.test', brand: previewBrand },
  verifyUrl: `https://acme.test/verify-email?token=v1_${'aB3-_'.repeat(40)}&from=mail`,
  code: '123 456',
  expiresInHours: 24,
  takesPasswords: true,
};

it('holds the link in the button and in the line below it, and once in the text on a line of its own', async () => {
  const { html, text } = await verifyEmail(props);
  const inHtml = props.verifyUrl.replace('&', '&amp;');

  expect(html.split(`href="${inHtml}"`)).toHaveLength(3);
  expect(html.split(`>${inHtml}<`)).toHaveLength(2);
  expect(html.split(inHtml)).toHaveLength(4);
  expect(text.split('\n').filter((line) => line.includes('https:'))).toEqual([props.verifyUrl]);
});

it('shows the code in groups: once in the HTML in an element of its own, once in the text on a line of its own', async () => {
  const { html, text } = await verifyEmail(props);
  expect(html.split('>123 456<')).toHaveLength(2);
  expect(text.split('\n').filter((line) => line.includes('123'))).toEqual(['123 456']);
  expect(text).toContain('give the code to nobody');
});

it('says nothing of a code if there is none', async () => {
  const { html, text } = await verifyEmail({ ...props, code: null });
  for (const part of [html, text]) expect(part).not.toMatch(/\bcode\b/i);
});

it('greets nobody: who signed up has not proved to be the reader', async () => {
  expect((await verifyEmail(props)).text).not.toMatch(/hello|dear/i);
});

it.each([
  [24, '24 hours'],
  [1, '1 hour'],
  [1.5, '1.5 hours'],
  [0.5, '30 minutes'],
])('says how long the link is valid: %d hours', async (expiresInHours, said) => {
  expect((await verifyEmail({ ...props, expiresInHours })).text).toContain(`valid for ${said}.`);
});
