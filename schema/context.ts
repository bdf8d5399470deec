import type { App } from '../domain/app.ts';
import type { LoggedInDeveloper } from '../domain/developers/find-session.ts';
import type { AdminWithRoles } from '../domain/permissions.ts';

/** What every resolver gets. Who asks is looked up when a resolver wants to know, once a request. */
export type Context = {
  app: App;
  client: Client;
  admin: () => Promise<AdminWithRoles | null>;
  /** Writes one line in the log about an act and what came of it. */
  tell: (act: Act) => void;
  developer: (portal: string) => Promise<LoggedInDeveloper | null>;
};

/** What the log may know of an act: names and ids, no address, no token, no word that anybody wrote. */
export type Act = {
  act: string;
  /** `Success`, the name of the error, or `Unexpected` for one that no client may see. */
  result: string;
  /** The slug of the portal, where the input or the answer names it. */
  portal?: string | undefined;
  portalId?: string | undefined;
  developerId?: string | undefined;
  adminId?: string | undefined;
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
