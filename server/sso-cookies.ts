import { parseCookie, stringifySetCookie } from 'cookie';
import { attemptNameOf } from '../domain/sso/checks.ts';
import { ATTEMPT_TTL } from '../domain/sso/start.ts';
import type { Exchange } from './exchange.ts';

/** Ways that one browser may have open: more are strangers' doing, and a header may not grow without end. */
const MOST_WAYS = 5;

/** The secrets of a browser's ways to providers: one cookie for each, gone when the way ends. */
export function ssoCookies({ app, request, response }: Exchange) {
  const isSecure = app.settings.publicUrl.startsWith('https:');
  // The underscore keeps them apart from the cookie of a portal, whatever its slug.
  const prefix = `${isSecure ? '__Host-' : ''}gatehouse_sso-`;
  const held = parseCookie(request.headers.cookie ?? '');
  const set = (name: string, value: string, maxAge: number) => {
    const attributes = { httpOnly: true, secure: isSecure, sameSite: 'lax', path: '/' } as const;
    response.appendHeader('set-cookie', stringifySetCookie({ name, value, maxAge, ...attributes }));
  };
  return {
    keep: (state: string, secret: string) => {
      const ways = Object.keys(held).filter((name) => name.startsWith(prefix));
      if (ways.length >= MOST_WAYS) for (const name of ways) set(name, '', 0);
      set(`${prefix}${attemptNameOf(state)}`, secret, ATTEMPT_TTL / 1_000);
    },
    /** The secret of the way that `state` names, which is over with this. */
    take: (state: string): string | null => {
      const name = `${prefix}${attemptNameOf(state)}`;
      const secret = held[name] ?? null;
      if (secret) set(name, '', 0);
      return secret;
    },
  };
}
