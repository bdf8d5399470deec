import { hash } from 'node:crypto';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import * as operations from './generated/operations.ts';

/** What the pages send, by hash: the server answers these documents also where it answers trusted ones only. */
const manifest: Plugin = {
  name: 'manifest',
  generateBundle() {
    const texts = Object.entries(operations).flatMap(([name, document]) =>
      name.endsWith('Document') ? [document.toString()] : [],
    );
    const source = JSON.stringify(Object.fromEntries(texts.map((text) => [hash('sha256', text), text])), null, 2);
    this.emitFile({ type: 'asset', fileName: 'documents.json', source });
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), manifest],
  build: {
    // The Content-Security-Policy allows files from here and nothing inline, so nothing becomes a data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
