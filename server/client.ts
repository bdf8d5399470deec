import { parseCookie, stringifySetCookie } from 'cookie';
import { isOriginOf } from '../domain/portals/origins.ts';
import type { Client, Realm } from '../schema/context.ts';
import { clientAddress } from './client-address.ts';
import type { Exchange } from './exchange.ts';

const LONGEST_USER_AGENT = 512;

/** How the client of one request holds its sessions: as a bearer token, else as a cookie of the realm. */
export function readClient({ app, request, response, trustedProxies }: Exchange): Client {
  const { headers } = request;
  const { publicUrl } = app.settings;
  // Over plain http, in development, a browser takes neither Secure nor the `__Host-` that calls for it.
  const isSecure = publicUrl.startsWith('https:');
  const bearer = headers.authorization?.match(/^Bearer ([\w-]+)$/i)?.[1] ?? null;
  const foreignOrigin =
    headers['sec-fetch-site'] === 'same-origin' || headers.origin === publicUrl ? undefined : headers.origin;

  const mayUseCookie = async (realm: Realm) =>
    foreignOrigin === undefined || (realm !== 'admin' && (await isOriginOf(app, realm.portal, foreignOrigin)));
  const setCookie = (realm: Realm, value: string, expires: Date) => {
    const attributes = { httpOnly: true, secure: isSecure, sameSite: 'lax', path: '/' } as const;
    const name = cookieName(realm, isSecure);
    response.appendHeader('set-cookie', stringifySetCookie({ name, value, expires, ...attributes }));
  };
  return {
    address: clientAddress(request, trustedProxies),
    userAgent: headers['user-agent']?.slice(0, LONGEST_USER_AGENT) ?? '',
    token: async (realm) => {
      if (bearer) return bearer;
      const cookie = headers.cookie && parseCookie(headers.cookie)[cookieName(realm, isSecure)];
      return cookie && (await mayUseCookie(realm)) ? cookie : null;
    },
    holds: bearer ? 'TOKEN' : 'COOKIE',
    keepCookie: (realm, { token, expiresAt }) => setCookie(realm, token, expiresAt),
    dropCookie: (realm) => setCookie(realm, '', new Date(0)),
  };
}

/** The underscore keeps the admins' cookie apart from that of a portal whose slug is `admin`. */
function cookieName(realm: Realm, isSecure: boolean): string {
  const name = realm === 'admin' ? 'gatehouse_admin' : `gatehouse-${realm.portal}`;
  return isSecure ? `__Host-${name}` : name;
}
