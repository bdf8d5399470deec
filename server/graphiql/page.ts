import type { Exchange } from '../exchange.ts';
import { type FixedAnswer, fixedAnswer, sendFixed } from '../fixed-answer.ts';
import { GUARD } from './guard.ts';
import { readTabs } from './tabs.ts';

/** GraphiQL has its script and its workers inside the page. It can send requests only to this server. */
const POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

let page: Promise<FixedAnswer> | undefined;

/** Sends the explorer, all in one document, with what an admin does ready in its tabs. */
export async function graphiqlPage(exchange: Exchange): Promise<void> {
  page ??= render().then(fixedAnswer);
  sendFixed(exchange, await page, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'private, no-cache',
    'content-security-policy': POLICY,
  });
}

/** Pressing a tab would let it jump away from under the pointer: GraphiQL leaves a stale offset on it, which counts once it has the focus. */
const STEADY_TABS = '<style>.graphiql-tab { transform: none !important }</style>';

/** The way to the pages of admins, above the explorer. */
const WAY_BACK = `<nav id="way-back"><a href="/admin">Back to the pages of admins</a></nav>
<style>
  #way-back { display: flex; align-items: center; height: 2rem; padding: 0 1rem; background: #1b2430; font: 0.875rem system-ui, sans-serif }
  #way-back a { color: #fff }
  .graphiql-container { height: calc(100vh - 2rem) !important }
</style>`;

/** Loaded with the first visit: it is some megabytes of script. */
async function render(): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const defaultTabs = readTabs().map(({ query, variables }) => ({ query, variables: JSON.stringify(variables, null, 2) }));
  const html = await renderGraphiQL({
    title: 'Gatehouse',
    endpoint: '/graphql',
    credentials: 'same-origin',
    // Also for subscriptions, which it would otherwise ask for by GET.
    method: 'POST',
    shouldPersistHeaders: false,
    defaultTabs,
    // The first tab takes its variables from here only: https://github.com/graphql/graphiql/issues/3392
    ...(defaultTabs[0] && { variables: defaultTabs[0].variables }),
  });
  return String(html)
    .replace('</head>', () => `${STEADY_TABS}${GUARD}</head>`)
    .replace('<div id="root">', (root) => `${WAY_BACK}${root}`);
}
