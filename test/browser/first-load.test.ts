import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { present } from '../kit/present.ts';
import { openBrowser } from './browser.ts';

/** What a page of admins may load before it shows something, compressed. */
const BUDGET_BYTES = 150_000;
/** What the sign-up of a portal may load, without its texts, which are one file by language. React's renderer is 55 kB of it. */
const SIGN_UP_BYTES = 80_000;

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

/** The files of the first load of a page of admins. */
function firstLoad(path: string): Set<string> {
  const page = present(readFileSync('web/admin/routes.ts', 'utf8').match(`\\['${path}', .*/([\\w-]+)\\.tsx'`)?.[1]);
  const html = readFileSync('web/dist/admin/index.html', 'utf8');
  const named = namedIn(html);
  const own = built.filter((file) => new RegExp(`^${page}-[\\w-]{8}\\.(?:js|css)$`).test(file));
  expect(own).toContainEqual(expect.stringMatching(/js$/));
  const files = [...named, ...own].flatMap((file) => (file.endsWith('.js') ? [...withImports(file)] : [file]));
  return new Set([...files, ...textsFor(files)]);
}

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
  expect(sizeOf(files), [...files].map((file) => `${file} ${sizeOf([file])}`).join('\n')).toBeLessThanOrEqual(BUDGET_BYTES);
});

test('the sign-up of a portal loads at most 80 kB before its texts', () => {
  const files = new Set(
    namedIn(readFileSync('web/dist/index.html', 'utf8')).flatMap((file) =>
      file.endsWith('.js') ? [...withImports(file)] : [file],
    ),
  );
  expect(sizeOf(files), [...files].map((file) => `${file} ${sizeOf([file])}`).join('\n')).toBeLessThanOrEqual(SIGN_UP_BYTES);
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
    await page.locator('h1').waitFor();
  }
  expect(scripts.size).toBeGreaterThan(0);
  for (const file of scripts) expect(textOf(file), file).not.toMatch(/react-aria|mutation admin|"\/admin\//);
});
