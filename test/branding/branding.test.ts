import { expect, test } from 'vitest';
import { LARGEST_RADIUS, LONGEST_FOOTER, LONGEST_LABEL, MOST_LINKS } from '../../domain/branding/branding-input.ts';
import { STANDARD_COLORS } from '../../domain/branding/colors.ts';
import { type BrandingInput, BrandThemeDocument } from '../generated/operations.ts';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { brandingOf, pngOf, uploaded, uploadPicture } from '../kit/branding.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { lastMailTo, signUp } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const set = (branding: BrandingInput) => updatePortal(gatehouse, { branding }, admin);

async function issueOf(branding: BrandingInput) {
  const { issues } = await refusal(set(branding), 'InvalidInput');
  return issues.map(({ path, code }) => [path.join('.'), code]);
}

const NOTHING: BrandingInput = {
  logoUrl: null,
  darkLogoUrl: null,
  iconUrl: null,
  accentColor: null,
  font: 'SYSTEM',
  radius: 6,
  footerText: null,
  links: [],
};

test('a portal begins without a brand, keeps what is left out, and null brings the standard back', async () => {
  const standard = { ...NOTHING, theme: { ...STANDARD_COLORS, fontFamily: expect.stringContaining('system-ui') } };
  expect(await brandingOf(gatehouse)).toEqual(standard);
  const brand: BrandingInput = {
    logoUrl: await uploaded(gatehouse, 'LOGO', admin),
    darkLogoUrl: await uploaded(gatehouse, 'DARK_LOGO', admin),
    iconUrl: await uploaded(gatehouse, 'ICON', admin),
    accentColor: '#ffe100',
    font: 'SERIF',
    radius: 12,
    footerText: 'Acme GmbH\nBerlin',
    links: [{ label: 'Privacy', url: 'https://acme.test/privacy' }],
  };
  await succeed(set({ ...brand, accentColor: '#FFE100', footerText: ' Acme GmbH\r\nBerlin ' }));
  expect(await brandingOf(gatehouse)).toEqual({
    ...brand,
    theme: {
      light: { accent: '#807100', button: '#ffe100', onButton: '#000000' },
      dark: { accent: '#ffe100', button: '#ffe100', onButton: '#000000' },
      fontFamily: expect.stringMatching(/^Charter, .*serif$/),
    },
  });
  await succeed(set({ radius: 0, links: [] }));
  await succeed(updatePortal(gatehouse, { name: 'Acme' }, admin));
  expect(await brandingOf(gatehouse)).toMatchObject({ ...brand, radius: 0, links: [] });
  const [event] = await gatehouse.sql<{ data: object }>(
    "SELECT data FROM events WHERE type = 'portal.updated' AND data -> 'after' ? 'branding' ORDER BY at DESC LIMIT 1",
  );
  expect(event?.data).toMatchObject({ before: { branding: { radius: 12 } }, after: { branding: { radius: 0 } } });
  await succeed(set(NOTHING));
  expect(await brandingOf(gatehouse)).toEqual({ ...standard });
  const [row] = await gatehouse.sql("SELECT branding FROM portals WHERE slug = 'demo'");
  expect(row).toEqual({ branding: { font: 'SYSTEM', radius: 6, links: [] } });
  await succeed(set({ font: null, radius: null, links: null }));
  expect(await gatehouse.sql("SELECT branding FROM portals WHERE slug = 'demo'")).toEqual([{ branding: {} }]);
});

test('a picture is one that was uploaded for this portal and this use, and never one of another address', async () => {
  await createPortal(gatehouse, 'other', admin);
  const logo = await uploaded(gatehouse, 'LOGO', admin, pngOf(7, 7));
  const { url: foreign } = await succeed(uploadPicture(gatehouse, { portal: 'other', data: pngOf(8, 8) }, admin));
  for (const iconUrl of [
    logo,
    foreign,
    '',
    'https://evil.test/logo.png',
    'javascript:alert(1)',
    logo.replace(gatehouse.url, 'https://evil.test'),
    logo.replace(gatehouse.url, ''),
    `${logo}?x`,
  ]) {
    expect([iconUrl, await issueOf({ iconUrl })]).toEqual([iconUrl, [['branding.iconUrl', 'UNKNOWN_CHOICE']]]);
  }
  expect(await issueOf({ logoUrl: foreign })).toEqual([['branding.logoUrl', 'UNKNOWN_CHOICE']]);
});

test('links lead to https, texts have an end, and what is wrong is named', async () => {
  const link = (url: string, label = 'Privacy') => ({ links: [{ label, url }] });
  for (const url of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'http://acme.test',
    '//acme.test',
    'mailto:a@b.test',
    '',
  ]) {
    expect([url, (await issueOf(link(url)))[0]?.[0]]).toEqual([url, 'branding.links.0.url']);
  }
  expect(await issueOf(link('https://user:pw@acme.test'))).toEqual([['branding.links.0.url', 'NOT_A_URL']]);
  expect(await issueOf(link('https://acme.test', 'x'.repeat(LONGEST_LABEL + 1)))).toEqual([
    ['branding.links.0.label', 'TOO_LONG'],
  ]);
  expect(await issueOf(link('https://acme.test', '\u200b'))).toEqual([['branding.links.0.label', 'REQUIRED']]);
  const many = (count: number) => ({
    links: Array.from({ length: count }, (_, at) => ({ label: `Link ${at}`, url: 'https://acme.test' })),
  });
  expect(await issueOf(many(MOST_LINKS + 1))).toEqual([['branding.links', 'TOO_MANY']]);
  expect(await issueOf({ footerText: 'x'.repeat(LONGEST_FOOTER + 1) })).toEqual([['branding.footerText', 'TOO_LONG']]);
  expect(await issueOf({ radius: LARGEST_RADIUS + 1 })).toEqual([['branding.radius', 'TOO_HIGH']]);
  expect(await issueOf({ radius: -1 })).toEqual([['branding.radius', 'TOO_LOW']]);
  for (const accentColor of ['', 'red', '#fff', '#12345g', '#1f5f74; background: url(//evil.test)', '#1f5f7480']) {
    expect([accentColor, await issueOf({ accentColor })]).toEqual([accentColor, [['branding.accentColor', 'MALFORMED']]]);
  }
  await succeed(
    set({
      ...link('https://acme.test', 'x'.repeat(LONGEST_LABEL)),
      footerText: 'x'.repeat(LONGEST_FOOTER),
      radius: LARGEST_RADIUS,
    }),
  );
  await succeed(set(many(MOST_LINKS)));
});

test('anybody can see the colours that a brand would have', async () => {
  const themeOf = async (accentColor?: string) =>
    (await gatehouse.graphql(BrandThemeDocument, { accentColor, font: 'ROUNDED' })).data.brandTheme;
  expect(await themeOf('#FFE100')).toMatchObject({
    light: { accent: '#807100' },
    fontFamily: expect.stringContaining('ui-rounded'),
  });
  expect(await themeOf()).toMatchObject({ light: { accent: STANDARD_COLORS.light.accent } });
  expect(await themeOf('yellow')).toBeNull();
});

test('an email has the logo, the colours, the font and the footer of its portal when it is made', async () => {
  await succeed(
    set({
      logoUrl: await uploaded(gatehouse, 'LOGO', admin, pngOf(480, 96)),
      darkLogoUrl: await uploaded(gatehouse, 'DARK_LOGO', admin, pngOf(96, 96)),
      accentColor: '#ffe100',
      font: 'SERIF',
      radius: 12,
      footerText: 'Acme <GmbH>\nBerlin',
      links: [{ label: 'Privacy', url: 'https://acme.test/privacy?a=1&b=2' }],
    }),
  );
  const { logoUrl, darkLogoUrl } = await brandingOf(gatehouse);
  await signUp(gatehouse, 'ada@brand.test');
  await gatehouse.drain();
  const { html, text } = lastMailTo(gatehouse, 'ada@brand.test');
  const img = present(html.match(/<img[^>]*>/)?.[0]);
  expect(img).toContain(`src="${logoUrl}"`);
  expect(img).toMatch(/alt="Acme".*width="200".*height="40"|height="40".*width="200"/);
  expect(html).toContain(`<source srcSet="${darkLogoUrl}" media="(prefers-color-scheme: dark)"/>`);
  const button = present(html.match(/<a [^>]*class="button"[^>]*>/)?.[0]);
  expect(button).toMatch(/background-color:\s*#ffe100/);
  expect(button).toMatch(/(?<!-)color:\s*#000000/);
  expect(button).toMatch(/border-radius:\s*12px/);
  expect(html).toMatch(/font-family:\s*Charter/);
  expect(html).toContain('Acme &lt;GmbH&gt;\nBerlin');
  expect(html).toContain('href="https://acme.test/privacy?a=1&amp;b=2"');
  expect(html).toContain('@media (prefers-color-scheme:dark){.button{background-color:#ffe100!important');
  expect(text).toContain('Acme <GmbH>\nBerlin');
  expect(text).toContain('https://acme.test/privacy?a=1&b=2');

  await succeed(set({ accentColor: '#1d4ed8', logoUrl: null }));
  await signUp(gatehouse, 'bob@brand.test');
  await gatehouse.drain();
  const changed = lastMailTo(gatehouse, 'bob@brand.test');
  expect(changed.html).not.toContain('<img');
  expect(changed.html).toMatch(/background-color:\s*#1d4ed8/);
  expect(changed.text).toMatch(/^Acme\n/);
});
