import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { deskFrame, entranceFrame, type Frame, portalFrame, type Texts, titleMarkup } from './frames.tsx';

const WEB = join(import.meta.dirname, '..');
const TEXTS = join(WEB, '../texts');
const DESK_TEXTS = join(WEB, 'admin/texts');

/** The texts that are titles of the pages that search engines may show. The others tell their title once they are there. */
const TITLES = new Map<string, [area: string, key: string]>([
  ['sign-up', ['parts', 'signUp']],
  ['log-in', ['parts', 'logIn']],
  ['forgot-password', ['logIn', 'forgot']],
]);

/** Each line of a page begins with its name or path, and may name the file of its code. */
const PAGE = /^ {2}\['(.*?)',(?:.*import\('\.\/(.*?)'\))?/gm;

/** The documents hold the styles that all pages need, because nothing can be drawn before these are there. */
const STYLE = /<link rel="stylesheet"[^>]* href="\/(assets\/.*?)">/g;

/** A page to be, in one language. The server finds it by `path`; `needs` are the modules that it will ask for. */
type Shell = { path: string; language: string; texts: Texts; title?: string | undefined; frame: Frame; needs: string[] };

/**
 * Makes the documents: one for each language and page, with the frame of the page and a word in that language, so that people see it before any script
 * runs. Each names the texts and the code of its page, so that the browser asks for them at once. The server chooses among them.
 */
export const shells: Plugin = {
  name: 'shells',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const write = (template: string, all: Shell[]) => {
        const page = bundle[template];
        if (page?.type !== 'asset') throw new Error(`The build made no ${template}.`);
        delete bundle[template];
        for (const shell of all) {
          const fileName = `shells/${shell.language}/${shell.path}.html`;
          this.emitFile({ type: 'asset', fileName, source: documentOf(shell, String(page.source), bundle) });
        }
      };
      write('index.html', portalShells());
      write('admin/index.html', deskShells());
    },
  },
};

function portalShells(): Shell[] {
  const pages = pagesIn(readFileSync(join(WEB, 'app.tsx'), 'utf8'));
  return languagesIn(TEXTS).flatMap((language) => {
    const texts = textsIn(join(TEXTS, language, 'pages'));
    return pages.map(({ name, code }) => {
      const [area = '', key = ''] = TITLES.get(name) ?? [];
      const needs = [join(TEXTS, language, 'pages.ts'), ...(code ? [join(WEB, code)] : [])];
      return { path: `p/${name || 'index'}`, language, texts, title: texts[area]?.[key], frame: portalFrame(name), needs };
    });
  });
}

function deskShells(): Shell[] {
  const [entrance = ''] = readFileSync(join(WEB, 'admin/routes.ts'), 'utf8').split('export const DESK');
  const ways = pagesIn(entrance);
  return languagesIn(DESK_TEXTS).flatMap((language) => {
    const texts = { ...textsIn(join(TEXTS, language, 'pages')), ...textsIn(join(DESK_TEXTS, language)) };
    return [
      { path: 'admin/index', language, texts, frame: deskFrame, needs: [] },
      ...ways.map(({ name, code = '' }) => ({
        path: name.slice(1),
        language,
        texts,
        frame: entranceFrame,
        needs: [join(WEB, 'admin', code)],
      })),
    ];
  });
}

function documentOf({ language, texts, title, frame, needs }: Shell, template: string, bundle: Rolldown.OutputBundle): string {
  const files = new Set(needs.flatMap((module) => filesOf(module, bundle)));
  const links = [...files]
    .filter((file) => !template.includes(file))
    .map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`);
  return template
    .replace('<html lang="en">', `<html lang="${language}">`)
    .replace(/<title>.*<\/title>/, (before) => (title ? titleMarkup(title) : before))
    .replace('</head>', () => `${links.join('')}</head>`)
    .replace(STYLE, (link, file: string) => {
      const style = bundle[file];
      return style?.type === 'asset' ? `<style>${style.source}</style>` : link;
    })
    .replace('<!-- shell -->', () => frame(language, texts));
}

/** The file with a module, and all that it imports. */
function filesOf(module: string, bundle: Rolldown.OutputBundle): string[] {
  const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
  const withImports = (file: string): string[] => [
    file,
    ...(chunks.find(({ fileName }) => fileName === file)?.imports.flatMap(withImports) ?? []),
  ];
  const first = chunks.find(({ moduleIds }) => moduleIds.includes(module));
  if (!first) throw new Error(`The build has no file for ${module}.`);
  return withImports(first.fileName);
}

const pagesIn = (text: string) => [...text.matchAll(PAGE)].map(([, name = '', code]) => ({ name, code }));

const languagesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));

const textsIn = (folder: string): Texts =>
  Object.fromEntries(
    readdirSync(folder).map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
  );
