import { parseCookie, stringifySetCookie } from 'cookie';
import { attemptNameOf } from '../../domain/sso/checks.ts';
import { ATTEMPT_TTL_MS } from '../../domain/sso/store-attempt.ts';
import type { Exchange } from '../exchange.ts';

/** @limit attempts: Log-ins with SSO that one browser can have open. Beyond: All older ones end. */
export const MOST_TRIES = 5;
/** What `attemptNameOf` makes. A cookie with another name is not ours: it can contain bytes that are not allowed in a header. */
const ATTEMPT = /^[\w-]{1,12}$/;

/** The secrets of a browser's attempts to log in with SSO: one cookie for each, deleted when the attempt ends. */
export function ssoCookies({ app, request, response }: Exchange) {
  const isSecure = app.settings.publicUrl.startsWith('https:');
  // The underscore keeps them apart from the cookie of a portal, whatever its slug.
  const prefix = `${isSecure ? '__Host-' : ''}gatehouse_sso-`;
  const cookies = Object.entries(parseCookie(request.headers.cookie ?? ''));
  const held = new Map(cookies.filter(([name]) => name.startsWith(prefix) && ATTEMPT.test(name.slice(prefix.length))));
  const set = (name: string, value: string, maxAge: number) => {
    const attributes = { httpOnly: true, secure: isSecure, sameSite: 'lax', path: '/' } as const;
    response.appendHeader('set-cookie', stringifySetCookie({ name, value, maxAge, ...attributes }));
  };
  return {
    keep: (state: string, secret: string) => {
      if (held.size >= MOST_TRIES) for (const name of held.keys()) set(name, '', 0);
      set(`${prefix}${attemptNameOf(state)}`, secret, ATTEMPT_TTL_MS / 1_000);
    },
    /** The secret of the attempt that `state` names. Deletes its cookie. */
    take: (state: string): string | null => {
      const name = `${prefix}${attemptNameOf(state)}`;
      const secret = held.get(name) ?? null;
      if (secret) set(name, '', 0);
      return secret;
    },
  };
}
