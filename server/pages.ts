import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';

/** The pages load nothing from other hosts, run no inline script, and cannot be framed. */
const POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/**
 * Serves the built pages: the one document for every page, and its assets. Pages show who is logged in, so no browser is to keep
 * one that was left: Firefox and Safari heed `no-store` in that, Chromium in part (`web/kept-pages.ts` does the rest).
 * @param folder where `npm run build` put them
 */
export function servePages(folder: string) {
  const document = existsSync(join(folder, 'index.html')) ? readFileSync(join(folder, 'index.html')) : null;
  const manifest = join(folder, 'documents.json');
  const assets = sirv(folder, { etag: true, immutable: true, maxAge: 31_536_000, extensions: [] });
  return {
    /** The manifest of the documents that the pages send; undefined before they are built. */
    manifest: existsSync(manifest) ? manifest : undefined,
    page: (response: ServerResponse) => {
      response.setHeader('content-security-policy', POLICY);
      if (document)
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(document);
      else response.writeHead(503, { 'content-type': 'text/plain' }).end('The pages are not built yet: npm run build\n');
    },
    asset: (request: IncomingMessage, response: ServerResponse) => {
      assets(request, response, () => void response.writeHead(404).end());
    },
  };
}
