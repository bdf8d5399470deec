import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sirv from 'sirv';
import type { Exchange } from './exchange.ts';
import { fixedAnswer, sendFixed } from './fixed-answer.ts';

/** The pages load nothing from other hosts, run no inline script, and cannot be framed. */
const POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const HEADERS = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };

/**
 * Serves the built pages: the one document for every page, and its assets. Pages show who is logged in, so no browser must keep
 * one that was left: Firefox and Safari heed `no-store` in that, Chromium in part (`web/kept-pages.ts` does the rest).
 * @param folder where `npm run build` put them
 */
export function servePages(folder: string) {
  const document = existsSync(join(folder, 'index.html'))
    ? fixedAnswer(readFileSync(join(folder, 'index.html'), 'utf8'))
    : null;
  const manifest = join(folder, 'documents.json');
  const names: unknown = document && JSON.parse(readFileSync(join(folder, 'pages.json'), 'utf8'));
  const assets = sirv(folder, { etag: true, immutable: true, maxAge: 31_536_000, extensions: [], brotli: true, gzip: true });
  return {
    /** The manifest of the documents that the pages send; undefined before they are built. */
    manifest: existsSync(manifest) ? manifest : undefined,
    /** The pages: by the rest of their paths at a portal, or by their whole path; empty before they are built. */
    names: new Set(Array.isArray(names) ? names.map(String) : []),
    page: async (exchange: Exchange, status = 200): Promise<void> => {
      const { response } = exchange;
      response.setHeader('content-security-policy', POLICY);
      if (document) return sendFixed(exchange, await document, HEADERS, status);
      response.writeHead(503, { 'content-type': 'text/plain' }).end('The pages are not built yet. Run: npm run build\n');
    },
    asset: ({ request, response }: Exchange) => {
      assets(request, response, () => void response.writeHead(404).end());
    },
  };
}
