import type { App } from '../../domain/app.ts';
import type { Reader, Client as Sender } from '../../domain/client.ts';
import type { LoggedInDeveloper } from '../../domain/developers/find-session.ts';
import type { LoggedInAdmin } from '../../domain/logged-in-admin.ts';
import type { TokenWithRoles } from '../../domain/permissions.ts';

/** What every resolver gets. The session or the API token is looked up once a request, when a resolver first needs it. */
export type Context = {
  app: App;
  client: Client;
  /** The admin who has a session. Null for an API token, so an act that asks this is for people alone. */
  admin: () => Promise<LoggedInAdmin | null>;
  /** The admin who has a session, or the API token. */
  caller: () => Promise<LoggedInAdmin | TokenWithRoles | null>;
  /** Looks the session or the API token up anew, which is no use of it. For streams, which outlive a request. */
  callerNow: () => Promise<LoggedInAdmin | TokenWithRoles | null>;
  /** Logs one line about an act and its result. */
  tell: (act: Act) => void;
  /** The developer who is logged in at the portal with this slug. */
  developer: (portal: string) => Promise<LoggedInDeveloper | null>;
};

/** What the log can contain about an act: names and ids, but no email address, no token, and no text that a person wrote. */
export type Act = {
  act: string;
  /** `Success`, the name of the error, or `Unexpected` for an error that clients do not see. */
  result: string;
  /** The slug of the portal, where the input or the answer names it. */
  portal?: string | undefined;
  portalId?: string | undefined;
  developerId?: string | undefined;
  adminId?: string | undefined;
  apiTokenId?: string | undefined;
};

/** The client of a request: its IP address, its sessions, and how to give it a session as a cookie. */
export type Client = Sender &
  Reader & {
    /** Whether it can use the cookies of a realm. It cannot if a page of another realm sent the request. */
    isPageOf: (realm: Realm) => Promise<boolean>;
    /** The token of its session in a realm. A cookie counts only if a page of that portal, or one of ours, sent the request. */
    token: (realm: Realm) => Promise<string | null>;
    /** How it holds its session: as a bearer token if it sent one. */
    holds: 'COOKIE' | 'TOKEN';
    keepCookie: (realm: Realm, session: { token: string; expiresAt: Date }) => void;
    dropCookie: (realm: Realm) => void;
    /** The secret by which its device is known in a realm; a cookie, too, that counts for the same pages. */
    device: (realm: Realm) => Promise<string | null>;
    keepDevice: (realm: Realm, device: string) => void;
  };

/** The sessions of one portal, by its slug, or the sessions of admins. */
export type Realm = { portal: string } | 'admin';
