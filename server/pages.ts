import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sirv from 'sirv';
import type { OwnPages } from '../domain/portals/own-hosts.ts';
import type { Exchange } from './exchange.ts';
import { type FixedAnswer, fixedAnswer, sendFixed } from './fixed-answer.ts';
import { pathHere } from './page-paths.ts';

/**
 * The pages load nothing from other hosts, run no inline script, turn no text into HTML or script, and cannot be framed. They frame only what
 * they made themselves, where the same holds: the preview of an email.
 */
const POLICY =
  "default-src 'self'; frame-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** The pages of a portal that search engines may show. All others are for one person, or for admins; so are those with a link's token. */
const PUBLIC = /^\/p\/[^/?]+(\/(sign-up|log-in|forgot-password))?$/;

const HEADERS = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };

const ROOT = '<div id="root"';

/** The document of all portals' pages, which tells its script that it is at a host of the portal's own. */
const documentAt = (text: string, { slug, path }: OwnPages): Promise<FixedAnswer> =>
  fixedAnswer(text.replace(ROOT, () => `${ROOT} data-portal="${slug}" data-path="${path.replaceAll('&', '&amp;')}"`));

/**
 * Serves the built pages: one document for all pages of portals, one for all of admins, and their assets. Pages show who is logged in, so no browser must keep
 * one that was left: Firefox and Safari heed `no-store` in that, Chromium in part (`web/kept-pages.ts` does the rest).
 * @param folder where `npm run build` put them
 */
export function servePages(folder: string) {
  const textOf = (name: string) => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  };
  const [text, adminText] = [textOf('index.html'), textOf('admin/index.html')];
  const [document, adminDocument] = [text && fixedAnswer(text), adminText && fixedAnswer(adminText)];
  // Compressed once for as long as the host is remembered.
  const ownDocuments = new WeakMap<OwnPages, Promise<FixedAnswer>>();
  const ownDocument = (own: OwnPages) => {
    const known = ownDocuments.get(own) ?? (text && documentAt(text, own));
    if (known) ownDocuments.set(own, known);
    return known;
  };
  const manifest = join(folder, 'documents.json');
  const names: unknown = document && JSON.parse(readFileSync(join(folder, 'pages.json'), 'utf8'));
  const assets = sirv(folder, { etag: true, immutable: true, maxAge: 31_536_000, extensions: [], brotli: true, gzip: true });
  return {
    /** The manifest of the documents that the pages send; undefined before they are built. */
    manifest: existsSync(manifest) ? manifest : undefined,
    /** The pages: of portals by the rest of their paths, of admins by their whole path; empty before they are built. */
    names: Array.isArray(names) ? names.map(String) : [],
    /** `own` says that it is at the host of a portal's own. */
    page: async (exchange: Exchange, status = 200, own: OwnPages | null = null): Promise<void> => {
      const { request, response } = exchange;
      const { url = '' } = request;
      response.setHeader('content-security-policy', POLICY);
      if (status !== 200 || !PUBLIC.test((own ? pathHere(url, own) : url) ?? '')) response.setHeader('x-robots-tag', 'noindex');
      const shown = own ? ownDocument(own) : url.startsWith('/admin') ? adminDocument : document;
      if (shown) return sendFixed(exchange, await shown, HEADERS, status);
      response.writeHead(503, { 'content-type': 'text/plain' }).end('The pages are not built yet. Run: npm run build\n');
    },
    asset: ({ request, response }: Exchange) => {
      assets(request, response, () => void response.writeHead(404).end());
    },
  };
}
