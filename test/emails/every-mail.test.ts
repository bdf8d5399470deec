import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { previews } from '../../emails/previews.ts';
import { LANGUAGES } from '../../texts/languages.ts';

describe.each(previews)('$file: $variant', ({ from, render }) => {
  it('names who sends it and whom to ask in subject, HTML and text', async () => {
    const { subject, html, text } = await render();

    expect(subject).toContain(from.name);
    expect(subject).toMatch(/^\P{Cc}+$/u);
    for (const part of [html, text]) {
      expect(part).toContain(from.name);
      expect(part).toContain(from.contactEmail);
    }
    expect(html).toContain(`href="mailto:${from.contactEmail}"`);
  });

  it('loads nothing but the logo of its portal', async () => {
    const { html } = await render();
    const { logo } = from.brand;

    expect(html).not.toMatch(/url\(|<link|@import|<script/i);
    const loaded = [...html.matchAll(/\s(?:src|srcset)="([^"]*)"/gi)].map(([, url]) => url);
    expect(loaded).toEqual(logo ? [logo.darkUrl, logo.url] : []);
  });

  it('has a look of its own only where its portal has one', async () => {
    const { html } = await render();

    expect(html.includes(`background-color:${from.brand.light.button};`)).toBe(html.includes('class="button"'));
    expect(html).toContain(`class="link" style="color:${from.brand.light.accent};`);
    expect(html).toContain(`.link{color:${from.brand.dark.accent}!important}`);
    expect(html.includes('Marktstraße 1')).toBe(from.brand.footerText !== null);
  });

  it('holds each link of the HTML unbroken in the text, once, at the end of a line', async () => {
    for (const language of LANGUAGES) expectLinks(await render(language));
  });
});

function expectLinks({ html, text }: { html: string; text: string }): void {
  const links = [...html.matchAll(/href="(https?:[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
  const addresses = text.split('\n').flatMap((line) => /https?:\S*$/.exec(line)?.[0] ?? []);
  // In the HTML a button and the line below it have the same link.
  expect(addresses).toEqual([...new Set(links)]);
}

it('every mail is in the gallery', () => {
  const files = readdirSync(new URL('../../emails', import.meta.url))
    .filter((file) => file.endsWith('.tsx') && file !== 'gallery.tsx')
    .map((file) => file.replace('.tsx', ''));

  expect(new Set(previews.map(({ file }) => file))).toEqual(new Set(files));
});
