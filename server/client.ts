import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Client, Realm } from '../schema/context.ts';

/**
 * How the client of one request holds its sessions: as a bearer token, else as a cookie of the realm.
 * @param isSecure whether people reach the server over https; without it cookies do without `__Host-` and Secure
 */
export function readClient(request: IncomingMessage, response: ServerResponse, isSecure: boolean): Client {
  const { headers } = request;
  const bearer = headers.authorization?.match(/^Bearer ([\w-]+)$/i)?.[1] ?? null;
  const cookies = () => parseCookie(headers.cookie ?? '');
  const setCookie = (realm: Realm, value: string, expires: Date) => {
    const attributes = { httpOnly: true, secure: isSecure, sameSite: 'lax', path: '/' } as const;
    response.appendHeader(
      'set-cookie',
      stringifySetCookie({ name: cookieName(realm, isSecure), value, expires, ...attributes }),
    );
  };
  return {
    token: (realm) => bearer ?? cookies()[cookieName(realm, isSecure)] ?? null,
    foreignOrigin: bearer === null && headers['sec-fetch-site'] !== 'same-origin' ? (headers.origin ?? null) : null,
    keepCookie: (realm, { token, expiresAt }) => setCookie(realm, token, expiresAt),
    dropCookie: (realm) => setCookie(realm, '', new Date(0)),
  };
}

/** The underscore keeps the admins' cookie apart from that of a portal whose slug is `admin`. */
function cookieName(realm: Realm, isSecure: boolean): string {
  const name = realm === 'admin' ? 'gatehouse_admin' : `gatehouse-${realm.portal}`;
  return isSecure ? `__Host-${name}` : name;
}
