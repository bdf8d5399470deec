import { hash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import locales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { allDocuments, documents } from './build/documents.ts';
import { everyLanguage } from './build/every-language.ts';
import { firstLoad } from './build/first-load.ts';
import { shells } from './build/shells.ts';
import { texts } from './build/texts.ts';

/** The documents of the pages, by hash. The server answers them even if it answers trusted documents only. */
const manifest: Plugin = {
  name: 'manifest',
  generateBundle() {
    const source = JSON.stringify(Object.fromEntries(allDocuments().map((text) => [hash('sha256', text), text])), null, 2);
    this.emitFile({ type: 'asset', fileName: 'documents.json', source });
  },
};

/** The names of the pages of portals, and the paths of those of admins. The server answers 404 for all others. */
const pages: Plugin = {
  name: 'pages',
  async generateBundle() {
    const texts = await Promise.all(TABLES.map((file) => readFile(join(import.meta.dirname, file), 'utf8')));
    const names = texts.flatMap((text) => [...text.matchAll(/^ {2}\['(.*?)', /gm)].map(([, name]) => name));
    this.emitFile({ type: 'asset', fileName: 'pages.json', source: JSON.stringify(names, null, 2) });
  },
};

/** Each line of a page begins with its name or path. */
const TABLES = ['app.tsx', 'admin/routes.ts'];

/** Compressed once, at the highest level. */
const compressed: Plugin = {
  name: 'compressed',
  async writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => file.startsWith('assets/'))) {
      const file = join(dir, name);
      const content = await readFile(file);
      await writeFile(`${file}.br`, brotliCompressSync(content));
      await writeFile(`${file}.gz`, gzipSync(content, { level: 9 }));
    }
  },
};

/** React Aria brings its few words in thirty languages. These are those of the desk. */
const adminLanguages = locales.vite({ locales: ['en-US', 'de-DE'] });

/** Texts of admins' pages are named by their language, too. */
function chunkFileNames({ facadeModuleId }: { facadeModuleId?: string | null }): string {
  const language = facadeModuleId?.match(/\/texts\/([\w-]+)\/.*\.json\?desk$/)?.[1];
  return `assets/${language ? `${language}-` : ''}[name]-[hash].js`;
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), texts, everyLanguage, documents, adminLanguages, manifest, pages, shells, compressed],
  build: {
    // The Content-Security-Policy allows nothing inline, so no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Two bundles: what admins load, nobody else does.
      input: ['index.html', 'admin/index.html'].map((file) => join(import.meta.dirname, file)),
      output: { chunkFileNames, codeSplitting: { groups: [firstLoad] } },
      // The high level of compression takes two seconds.
      checks: { pluginTimings: false },
    },
  },
});
