import { parseCookie, type SetCookie, stringifySetCookie } from 'cookie';
import { isOriginOf } from '../domain/portals/origins.ts';
import { DEVICE_KNOWN_MS } from '../domain/throttles/known-devices.ts';
import type { Client, Realm } from '../schema/api/context.ts';
import { acceptedLanguages } from './accepted-languages.ts';
import { clientIp } from './client-ip.ts';
import type { Exchange } from './exchange.ts';
import { foreignOrigin } from './foreign-origin.ts';

/** @limit characters: `User-Agent` header that is stored with a session. Beyond: The rest is cut off. */
export const LONGEST_USER_AGENT = 512;

/** How the client of one request holds its sessions: as a bearer token, else as a cookie of the realm. */
export function readClient({ app, request, response, trustedProxies }: Exchange): Client {
  const { headers } = request;
  const { publicUrl } = app.settings;
  // Over plain http, in development, a browser refuses Secure cookies and the prefix `__Host-`, which requires Secure.
  const isSecure = publicUrl.startsWith('https:');
  const bearer = headers.authorization?.match(/^Bearer ([\w-]+)$/i)?.[1] ?? null;
  const foreign = foreignOrigin(request, publicUrl);
  const cookies = parseCookie(headers.cookie ?? '');

  const isPageOf = async (realm: Realm) =>
    foreign === null || (realm !== 'admin' && (await isOriginOf(app, realm.portal, foreign)));
  const readCookie = async (name: string, realm: Realm) => {
    const value = cookies[hostOnly(name, isSecure)];
    return value && (await isPageOf(realm)) ? value : null;
  };
  const setCookie = (name: string, value: string, lifetime: Pick<SetCookie, 'expires' | 'maxAge'>) => {
    const attributes = { httpOnly: true, secure: isSecure, sameSite: 'lax', path: '/', ...lifetime } as const;
    response.appendHeader('set-cookie', stringifySetCookie({ name: hostOnly(name, isSecure), value, ...attributes }));
  };
  return {
    ip: clientIp(request, trustedProxies),
    languages: acceptedLanguages(headers['accept-language']),
    userAgent: headers['user-agent']?.slice(0, LONGEST_USER_AGENT) ?? '',
    isPageOf,
    token: async (realm) => bearer ?? (await readCookie(sessionCookie(realm), realm)),
    holds: bearer ? 'TOKEN' : 'COOKIE',
    keepCookie: (realm, { token, expiresAt }) => setCookie(sessionCookie(realm), token, { expires: expiresAt }),
    dropCookie: (realm) => setCookie(sessionCookie(realm), '', { expires: new Date(0) }),
    device: (realm) => readCookie(deviceCookie(realm), realm),
    keepDevice: (realm, device) => setCookie(deviceCookie(realm), device, { maxAge: DEVICE_KNOWN_MS / 1_000 }),
  };
}

// The underscores keep the cookies of admins and of devices apart from the session of a portal, whatever its slug.
const sessionCookie = (realm: Realm): string => (realm === 'admin' ? 'gatehouse_admin' : `gatehouse-${realm.portal}`);
const deviceCookie = (realm: Realm): string =>
  realm === 'admin' ? 'gatehouse_admin_device' : `gatehouse_device-${realm.portal}`;

const hostOnly = (name: string, isSecure: boolean): string => (isSecure ? `__Host-${name}` : name);
