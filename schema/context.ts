import type { App } from '../domain/app.ts';
import type { LoggedInDeveloper } from '../domain/developers/find-session.ts';
import type { AdminWithRoles } from '../domain/permissions.ts';

/** What every resolver gets. Who asks is looked up when a resolver wants to know, once a request. */
export type Context = {
  app: App;
  client: Client;
  admin: () => Promise<AdminWithRoles | null>;
  developer: (portal: string) => Promise<LoggedInDeveloper | null>;
};

/** The sessions that the client holds, and how to hand it one as a cookie. A realm is a portal's slug, or the admins. */
export type Client = {
  /** Where the request came from: an IPv4 or IPv6 address. */
  address: string;
  /** What the client says it is; at most 512 characters, perhaps none. */
  userAgent: string;
  /** The secret of its session; a cookie counts only where a page of that portal, or one of ours, sent the request. */
  token: (realm: Realm) => Promise<string | null>;
  /** How it holds them: by a bearer token if it sent one. */
  holds: 'COOKIE' | 'TOKEN';
  keepCookie: (realm: Realm, session: { token: string; expiresAt: Date }) => void;
  dropCookie: (realm: Realm) => void;
};

export type Realm = { portal: string } | 'admin';

/** Gives a new session to the client in the way it asked for: never as a cookie and in the answer at once. */
export function handOver<Session extends { token: string; expiresAt: Date }>(
  client: Client,
  realm: Realm,
  kind: 'COOKIE' | 'TOKEN' | null | undefined,
  session: Session,
): Omit<Session, 'token'> & { token: string | null } {
  if (kind === 'TOKEN') return session;
  client.keepCookie(realm, session);
  return { ...session, token: null };
}
