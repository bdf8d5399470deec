import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sirv from 'sirv';
import type { OwnPages } from '../domain/portals/own-hosts.ts';
import type { Exchange } from './exchange.ts';
import { sendFixed } from './fixed-answer.ts';
import { pathHere } from './page-paths.ts';
import { shellsIn } from './shells.ts';

/**
 * The pages load nothing from other hosts, run no inline script, turn no text into HTML or script, and cannot be framed. They frame only what
 * they made themselves, where the same holds: the preview of an email. Inline styles are those of the document, by their hash.
 */
const POLICY =
  "default-src 'self'; frame-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** The pages of a portal that search engines may show. All others are for one person, or for admins; so are those with a link's token. */
const PUBLIC = /^\/p\/[^/?]+(\/(sign-up|log-in|forgot-password))?$/;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  vary: 'Accept-Encoding, Accept-Language',
};

/**
 * Serves the built pages: a document for each in the language of its reader, and their assets. Pages show who is logged in, so no browser must keep
 * one that was left: Firefox and Safari heed `no-store` in that, Chromium in part (`web/kept-pages.ts` does the rest).
 * @param folder where `npm run build` put them
 */
export function servePages(folder: string) {
  const shellFor = shellsIn(join(folder, 'shells'));
  const manifest = join(folder, 'documents.json');
  const list = join(folder, 'pages.json');
  const names: unknown = existsSync(list) && JSON.parse(readFileSync(list, 'utf8'));
  const assets = sirv(folder, { etag: true, immutable: true, maxAge: 31_536_000, extensions: [], brotli: true, gzip: true });
  return {
    /** The manifest of the documents that the pages send; undefined before they are built. */
    manifest: existsSync(manifest) ? manifest : undefined,
    /** The pages: of portals by the rest of their paths, of admins by their whole path; empty before they are built. */
    names: Array.isArray(names) ? names.map(String) : [],
    /** `own` says that it is at the host of a portal's own. */
    page: async (exchange: Exchange, status = 200, own: OwnPages | null = null): Promise<void> => {
      const { request, response } = exchange;
      const { url = '', headers } = request;
      const path = own ? (pathHere(url, own) ?? '') : url;
      if (status !== 200 || !PUBLIC.test(path)) response.setHeader('x-robots-tag', 'noindex');
      const shell = shellFor(path, headers['accept-language']);
      response.setHeader('content-security-policy', shell ? `${POLICY}; style-src ${shell.styles}` : POLICY);
      if (shell) return sendFixed(exchange, await shell.answer(own), HEADERS, status);
      response.writeHead(503, { 'content-type': 'text/plain' }).end('The pages are not built yet. Run: npm run build\n');
    },
    asset: ({ request, response }: Exchange) => {
      assets(request, response, () => void response.writeHead(404).end());
    },
  };
}
