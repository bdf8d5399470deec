import { present } from './present.ts';

/** What a browser was answered. */
export type Page = { status: number; url: URL; location: URL | null; headers: Headers; text: string };

/** A parameter of an address that a browser was sent to, which must be there. */
export const param = (url: URL | null | undefined, name: string): string =>
  present(url?.searchParams.get(name), `${name} in the address ${url}`);

type Cookie = { name: string; value: string; host: string; path: string };

export type WebBrowser = {
  cookies: Cookie[];
  /** One request; a redirect is not followed. */
  visit: (url: string | URL, init?: RequestInit) => Promise<Page>;
  /** Follows redirects until a page comes, or `stop` says of an address that it goes no further. */
  follow: (url: string | URL, stop?: (url: URL) => boolean) => Promise<Page>;
};

const MOST_REDIRECTS = 12;

/** As little of a browser as it takes to be sent around with cookies: those of a host go to its every port. */
export function openBrowser(): WebBrowser {
  const browser: WebBrowser = {
    cookies: [],
    visit: async (to, init = {}) => {
      const url = new URL(to);
      const sent = browser.cookies.filter(({ host, path }) => host === url.hostname && url.pathname.startsWith(path));
      const cookie = sent.map(({ name, value }) => `${name}=${value}`).join('; ');
      const headers = { ...(cookie && { cookie }), ...init.headers };
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      for (const line of response.headers.getSetCookie()) keep(browser, url, line);
      const location = response.headers.get('location');
      const text = await response.text();
      return {
        status: response.status,
        url,
        location: location ? new URL(location, url) : null,
        headers: response.headers,
        text,
      };
    },
    follow: async (to, stop = () => false) => {
      let page = await browser.visit(to);
      for (let redirects = 0; page.location && !stop(page.location); redirects++) {
        if (redirects > MOST_REDIRECTS) throw new Error(`sent around for ever, lastly to ${page.location.href}`);
        page = await browser.visit(page.location);
      }
      return page;
    },
  };
  return browser;
}

function keep(browser: WebBrowser, { hostname: host }: URL, line: string): void {
  const [pair = '', ...attributes] = line.split(/; */);
  const [, name = '', value = ''] = pair.match(/^([^=]*)=(.*)$/) ?? [];
  const attribute = (wanted: string) =>
    attributes.find((text) => text.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
  const path = attribute('path') ?? '/';
  const expires = attribute('expires');
  const isOver = attribute('max-age') === '0' || (expires && new Date(expires) < new Date()) || value === '';
  browser.cookies = browser.cookies.filter((cookie) => cookie.name !== name || cookie.path !== path);
  if (!isOver) browser.cookies.push({ name, value, host, path });
}
