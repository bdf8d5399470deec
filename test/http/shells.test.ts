import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

async function documentAt(path: string, acceptLanguage?: string) {
  const headers = acceptLanguage === undefined ? undefined : { 'accept-language': acceptLanguage };
  const response = await fetch(`${gatehouse.url}${path}`, headers && { headers });
  const html = await response.text();
  const found = (pattern: RegExp) => html.match(pattern)?.[1];
  return {
    response,
    html,
    shown: [
      found(/<html lang="(.*?)">/),
      found(/<title>(.*?)<\/title>/),
      found(/<h1 .*?><span role="status">(.*?)<\/span><\/h1>/),
    ],
  };
}

const ENGLISH = ['en', 'Sign up', 'Loading…'];
const GERMAN = ['de', 'Registrieren', 'Wird geladen …'];
const JAPANESE = ['ja', '登録', '読み込み中…'];

test.each([
  ['de', GERMAN],
  ['de-AT', GERMAN],
  ['ja', JAPANESE],
  ['fr, ja;q=0.8, en;q=0.9', ENGLISH],
  ['fr, de;q=0.2', GERMAN],
  ['fr', ENGLISH],
  ['*', ENGLISH],
  ['', ENGLISH],
  ['../../de; drop table, <script>', ENGLISH],
  [`${'x,'.repeat(4_000)}de`, ENGLISH],
  [undefined, ENGLISH],
])('before any script runs, the page says its title and a word in the language of its reader: %s', async (header, shown) => {
  expect((await documentAt('/p/demo/sign-up', header)).shown).toEqual(shown);
});

test('each language has a document for each page of a portal, with a frame of the page and the file of its texts', async () => {
  const languages = (await readdir('texts', { withFileTypes: true })).flatMap((entry) =>
    entry.isDirectory() ? entry.name : [],
  );
  const names: string[] = JSON.parse(await readFile('web/dist/pages.json', 'utf8'));
  const pages = names.filter((name) => !name.startsWith('/'));
  expect([languages.length, pages.length > 20]).toEqual([3, true]);
  for (const language of languages) {
    const texts = JSON.parse(await readFile(`texts/${language}/pages/parts.json`, 'utf8'));
    for (const page of pages) {
      const { html, shown } = await documentAt(`/p/demo/${page}`, language);
      expect([page, shown[0], shown[2]]).toEqual([page, language, texts.loading]);
      expect(html, page).toMatch(/<div id="root" class="narrow"><header>.*<main>.*<\/main><\/div>/);
      const preloaded = [...html.matchAll(/rel="modulepreload" crossorigin href="(\/assets\/pages-.*?)"/g)];
      expect(preloaded).toHaveLength(1);
      expect(await (await fetch(`${gatehouse.url}${preloaded[0]?.[1]}`)).text()).toContain(texts.loading);
    }
  }
});

test('a form is announced as a form, and other pages as text', async () => {
  const fields = async (path: string) => (await documentAt(path)).html.split('"field-to-come"').length - 1;
  expect(await fields('/p/demo/sign-up')).toBe(2);
  expect(await fields('/p/demo/log-in?returnTo=/x')).toBe(2);
  expect(await fields('/p/demo/forgot-password')).toBe(1);
  expect(await fields('/p/demo/account')).toBe(0);
  expect(await fields('/p/demo')).toBe(0);
});

test('the desk has its frame, and the ways in have theirs, in the languages of the desk', async () => {
  for (const path of ['/admin', '/admin/people', '/admin/nowhere']) {
    const { html, shown } = await documentAt(path, 'de');
    expect(shown).toEqual(['de', 'Gatehouse', 'Wird geladen …']);
    expect(html).toContain('<header class="bar">');
  }
  const entrance = await documentAt('/admin/log-in?returnTo=/admin', 'ja, de;q=0.5');
  expect(entrance.shown).toEqual(['de', 'Gatehouse', 'Wird geladen …']);
  expect(entrance.html).toContain('<div class="narrow"><header>');
  expect((await documentAt('/admin', 'ja')).shown[0]).toBe('en');
});

test('a page that there is not has a frame in the language of its reader, too', async () => {
  for (const path of ['/p/nowhere', '/p/demo/nowhere', '/p/demo/a/b', '/p/%2e%2e%2fadmin', '/sso/nowhere']) {
    const { response, shown } = await documentAt(path, 'de');
    expect([path, response.status, ...shown]).toEqual([path, 404, 'de', 'Gatehouse', 'Wird geladen …']);
  }
});

test('the policy allows the styles of the document by their hash, and nothing else inline', async () => {
  for (const path of ['/p/demo/sign-up', '/admin', '/admin/log-in']) {
    const { response, html } = await documentAt(path);
    const policy = present(response.headers.get('content-security-policy'));
    const styles = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style = '']) => hash('sha256', style, 'base64'));
    expect(styles.length).toBeGreaterThan(0);
    expect(policy.split('; ').at(-1)).toBe(`style-src 'self' ${styles.map((one) => `'sha256-${one}'`).join(' ')}`);
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(html).not.toMatch(/ style=|<script(?![^>]* src=)| on\w+=/);
  }
});

test('nobody keeps a document for readers of another language', async () => {
  const [german, english] = [await documentAt('/p/demo', 'de'), await documentAt('/p/demo', 'en')];
  expect(german.response.headers.get('vary')).toBe('Accept-Encoding, Accept-Language');
  expect(german.response.headers.get('etag')).not.toBe(english.response.headers.get('etag'));
});
