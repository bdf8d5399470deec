import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { branded } from '../../domain/branding/branded.ts';
import { type Portal, previewInstallation } from '../../emails/portal.ts';
import { previews } from '../../emails/previews.ts';
import { openBrowser } from '../browser/browser.ts';
import { startInstallation } from '../kit/installation.ts';
import { DEMO_PORTALS, openDemoPortals } from './open-demo-portals.ts';
import { saveRows, sideBySide, type View } from './sheet.ts';

const FOLDER = 'docs/pictures/mails';
const HEIGHT = 400;
const VIEWS: View[] = [
  { width: 700, height: HEIGHT, colorScheme: 'light' },
  { width: 700, height: HEIGHT, colorScheme: 'dark' },
  { width: 320, height: HEIGHT, colorScheme: 'light' },
  { width: 320, height: HEIGHT, colorScheme: 'dark' },
];

const gatehouse = await startInstallation();
await openDemoPortals(gatehouse);
const { visit } = await openBrowser(gatehouse);

/** As the worker reads it for an email. */
async function lookOf(slug: string): Promise<Portal> {
  const [portal] = await gatehouse.sql<Parameters<typeof branded>[1]>(
    'SELECT name, contact_email AS "contactEmail", branding FROM portals WHERE slug = $1',
    [slug],
  );
  if (!portal) throw new Error(`There is no portal ${slug}.`);
  return branded({ settings: { publicUrl: gatehouse.url } }, portal);
}

/** The first variant of each email, from each portal in its language. Those of the installation have one look, in the same languages. */
test('a picture of each email', async () => {
  const looks = await Promise.all(
    DEMO_PORTALS.map(async ({ slug, locales }) => ({ language: locales.default, look: await lookOf(slug) })),
  );
  const page = await visit();
  for (const [file, [preview]] of Map.groupBy(previews, (one) => one.file)) {
    if (!preview) continue;
    const mails =
      preview.from === previewInstallation
        ? looks.map(({ language }) => preview.render(language))
        : looks.map(({ language, look }) => preview.render(language, look));
    const rows: Buffer[] = [];
    for (const { html } of await Promise.all(mails)) {
      await page.setContent(html);
      rows.push(await sideBySide(page, VIEWS, true));
    }
    await saveRows(`${FOLDER}/${file}.webp`, rows);
  }
  expect(await readdir(FOLDER)).toEqual(expect.arrayContaining(previews.map(({ file }) => `${file}.webp`)));
});
