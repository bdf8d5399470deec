import { builder } from './builder.ts';
import type { Client, Realm } from './context.ts';

const SessionKind = builder.enumType('SessionKind', {
  description: 'How the client wants to hold its session.',
  values: {
    COOKIE: { description: 'As an HttpOnly cookie, for browsers on the site of the API.' },
    TOKEN: { description: 'As a token in the answer, to be sent as `Authorization: Bearer <token>`.' },
  } as const,
});

/** The input by which a client says how it wants to hold the session that a log-in opens. */
export const sessionKind = {
  type: SessionKind,
  defaultValue: 'COOKIE',
  description: 'How the client wants to hold its session.',
} as const;

/** What every log-in answers with, besides who is logged in. */
export const newSession = {
  description: 'Logged in, by a new session; the one that the client held before has ended.',
  token: {
    nullable: true,
    description: 'To be sent as `Authorization: Bearer`; null where a cookie was asked for.',
  },
  expiresAt: {
    type: 'DateTime',
    description: 'When the session ends at the latest; it ends sooner unused.',
  },
} as const;

/** A session as it is answered: without the token where a cookie holds it. */
export type HandedOver<Session> = Omit<Session, 'token'> & { token: string | null };

/** Gives a new session to the client in the way that it asked for: as a cookie or in the answer, never both. */
export function handOver<Session extends { token: string; expiresAt: Date }>(
  client: Client,
  realm: Realm,
  kind: 'COOKIE' | 'TOKEN' | null | undefined,
  session: Session,
): HandedOver<Session> {
  if (kind === 'TOKEN') return session;
  client.keepCookie(realm, session);
  return { ...session, token: null };
}
