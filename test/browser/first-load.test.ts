import { readdirSync, readFileSync, statSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';
import { openBrowser } from './browser.ts';

/** What a page of admins may load before it shows something, compressed. */
const BUDGET_BYTES = 150_000;
/** What the sign-up of a portal may load, without its texts, which are one file by language. React's renderer is 55 kB of it. */
const SIGN_UP_BYTES = 76_500;
/** Browsers ask for six at once over HTTP/1.1. */
const SIGN_UP_FILES = 6;

const ASSETS = 'web/dist/assets';

const built = readdirSync(ASSETS);
const textOf = (file: string): string => readFileSync(`${ASSETS}/${file}`, 'utf8');
const sizeOf = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + statSync(`${ASSETS}/${file}.br`).size, 0);

/** The files that a script cannot run without. */
function withImports(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, next] of textOf(file).matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+\.js)["']/g))
    withImports(present(next), found);
  return found;
}

const namedIn = (html: string): string[] =>
  [...html.matchAll(/\/assets\/([\w.-]+\.(?:js|css|svg))/g)].map(([, file]) => present(file));

const documentOf = (path: string): string => readFileSync(`web/dist/shells/en/${path}.html`, 'utf8');
/** They are in the document. */
const sizeOfStyles = (html: string): number =>
  brotliCompressSync([...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style]) => style).join('')).length;

/** The files of the first load of a page of admins. */
function firstLoad(path: string): Set<string> {
  const page = present(readFileSync('web/admin/routes.ts', 'utf8').match(`\\['${path}', .*/([\\w-]+)\\.tsx'`)?.[1]);
  const named = namedIn(documentOf(documentFor(path)));
  const own = built.filter((file) => new RegExp(`^${page}-[\\w-]{8}\\.(?:js|css)$`).test(file));
  expect(own).toContainEqual(expect.stringMatching(/js$/));
  const files = [...named, ...own].flatMap((file) => (file.endsWith('.js') ? [...withImports(file)] : [file]));
  return new Set([...files, ...textsFor(files)]);
}

const documentFor = (path: string): string => (path === '/admin' ? 'admin/index' : path.slice(1));

/** The English texts that these files wait for: the areas that they name. What the API refuses, it says in English itself. */
function textsFor(files: string[]): string[] {
  const code = files
    .filter((file) => file.endsWith('.js'))
    .map(textOf)
    .join('\n');
  return built.filter((file) => {
    const area = file.match(/^en-(\w+)-[\w-]{8}\.js$/)?.[1];
    return area !== undefined && !area.startsWith('refus') && new RegExp(`\\(["'\`]${area}["'\`]\\)`).test(code);
  });
}

test.each(['/admin/log-in', '/admin'])('the first load of %s is at most 150 kB', (path) => {
  const files = firstLoad(path);
  const size = sizeOf(files) + sizeOfStyles(documentOf(documentFor(path)));
  expect(size, [...files].map((file) => `${file} ${sizeOf([file])}`).join('\n')).toBeLessThanOrEqual(BUDGET_BYTES);
});

test('the sign-up of a portal loads at most 76.5 kB before its texts, in few files', () => {
  const html = documentOf('p/sign-up');
  const files = new Set(namedIn(html).flatMap((file) => (file.endsWith('.js') ? [...withImports(file)] : [file])));
  expect(files.size).toBeLessThanOrEqual(SIGN_UP_FILES);
  const withoutTexts = [...files].filter((file) => !/^pages-[\w-]{8}\.js$/.test(file));
  expect(withoutTexts).toHaveLength(files.size - 1);
  const size = sizeOf(withoutTexts) + sizeOfStyles(html);
  expect(size, withoutTexts.map((file) => `${file} ${sizeOf([file])}`).join('\n')).toBeLessThanOrEqual(SIGN_UP_BYTES);
});

test('a page of a portal loads nothing that is for admins only', async () => {
  const gatehouse = await startInstallation();
  await openDemoPortal(gatehouse);
  const { visit } = await openBrowser(gatehouse);
  const page = await visit();
  const scripts = new Set<string>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.js')) scripts.add(pathname.replace('/assets/', ''));
  });
  for (const name of ['', 'sign-up', 'log-in', 'forgot-password']) {
    await page.goto(`/p/demo/${name}`);
    await page.locator('h1[tabindex]').waitFor();
  }
  expect(scripts.size).toBeGreaterThan(0);
  for (const file of scripts) expect(textOf(file), file).not.toMatch(/react-aria|mutation admin|"\/admin\//);
});
