import type { Held } from '../../domain/developers/log-in.ts';
import { NotAllowed } from '../../domain/errors.ts';
import { builder } from './builder.ts';
import type { Client, Realm } from './context.ts';

const SessionKind = builder.enumType('SessionKind', {
  description: 'How a client holds a session.',
  values: {
    COOKIE: { description: 'As an HttpOnly cookie, for browsers on the site of the API.' },
    TOKEN: { description: 'As a token in the answer, to send as `Authorization: Bearer <token>`.' },
  } as const,
});

/** The input by which a client says how it wants to hold the session that a log-in opens. */
export const sessionKind = {
  type: SessionKind,
  defaultValue: 'COOKIE',
  description: 'How the client holds the new session.',
} as const;

/** The input by which a client that sets a password says how it is going to log in. */
export const deviceKind = {
  ...sessionKind,
  description:
    'How the client is going to hold its session. With COOKIE, a cookie makes this device known. With TOKEN, the answer has a ' +
    '`deviceToken` for that.',
} as const;

/** The input by which a client that holds its session as a token says which device it is. */
export const deviceToken = {
  description:
    'For clients that hold their session as a token: the last `deviceToken` that this device got. It keeps a known device from ' +
    'being refused because strangers guess at the account. Without it, the person can get an email about a log-in ' +
    'from a new device. Browsers have a cookie for it.',
} as const;

/** Describes the secret by which a device is known, in an answer. */
export const newDeviceToken = {
  nullable: true,
  description:
    'A token that makes this device known for 30 days. Store it, also after the session has ended, and send it as `deviceToken` ' +
    'with the next log-in. Null for a client with cookies: a cookie holds it.',
} as const;

/** The success of a log-in, for everyone: the file of the log-in adds who is logged in. */
export const logInSuccess = <Session extends { token: string | null; expiresAt: Date; deviceToken: string | null }>(
  name: string,
  description: string,
) =>
  builder.objectRef<Session>(name).implement({
    description,
    fields: (t) => ({
      token: t.string({
        nullable: true,
        description:
          'The bearer token of the session, to send as `Authorization: Bearer <token>`. Null if a cookie holds the session.',
        resolve: ({ token }) => token,
      }),
      expiresAt: t.field({
        type: 'DateTime',
        description: 'The time when the session ends at the latest. It ends earlier if it is not used.',
        resolve: ({ expiresAt }) => expiresAt,
      }),
      deviceToken: t.string({ ...newDeviceToken, resolve: ({ deviceToken }) => deviceToken }),
    }),
  });

/** A session as it is answered: without the token where a cookie holds it. */
export type HandedOver<Session> = Omit<Session, 'token'> & { token: string | null };

/** An answer to a device that is known from now on: with the secret where no cookie holds it. */
export type ToDevice<Answer> = Omit<Answer, 'device'> & { deviceToken: string | null };

type Kind = 'COOKIE' | 'TOKEN' | null | undefined;

/**
 * Refuses a page of another realm, which must neither give people a session there nor end theirs.
 * @throws NotAllowed
 */
export async function demandPage(client: Client, realm: Realm): Promise<void> {
  if (await client.isPageOf(realm)) return;
  throw new NotAllowed('ORIGIN');
}

/**
 * The session and the device that the client had before the log-in.
 * @throws NotAllowed where a page of another realm asks for a cookie
 */
export async function heldBefore(client: Client, realm: Realm, { session, deviceToken }: HowToHold): Promise<Held> {
  if (session !== 'TOKEN') await demandPage(client, realm);
  return { token: await client.token(realm), device: deviceToken ?? (await client.device(realm)), kind: session ?? 'COOKIE' };
}

/** What each log-in takes from the client besides the credential, and the session that it answers. */
type HowToHold = { session?: Kind; deviceToken?: string | null | undefined };
export type LogInAnswer<Session> = ToDevice<HandedOver<Session>>;

/**
 * Logs the client in and gives it the session in the way that it asked for.
 * @param open opens the session, and ends the one that the client held before
 */
export async function logClientIn<Session extends { token: string; expiresAt: Date; device: string }>(
  client: Client,
  realm: Realm,
  input: HowToHold,
  open: (held: Held) => Promise<Session>,
): Promise<LogInAnswer<Session>> {
  const session = await open(await heldBefore(client, realm, input));
  return await handOverLogIn(client, realm, input.session, session);
}

/** Gives the client the session of a log-in and the secret of its device. */
export async function handOverLogIn<Session extends { token: string; expiresAt: Date; device: string }>(
  client: Client,
  realm: Realm,
  kind: Kind,
  session: Session,
): Promise<LogInAnswer<Session>> {
  return await handOverDevice(client, realm, kind, handOver(client, realm, kind, session));
}

/** Gives a session to the client in the way that it asked for: as a cookie or in the answer, never both. */
export function handOver<Session extends { token: string; expiresAt: Date }>(
  client: Client,
  realm: Realm,
  kind: Kind,
  session: Session,
): HandedOver<Session> {
  if (kind === 'TOKEN') return session;
  client.keepCookie(realm, session);
  return { ...session, token: null };
}

/** Gives the client the secret by which its device is known, in the same way. A page of another realm gets none. */
export async function handOverDevice<Answer extends { device: string }>(
  client: Client,
  realm: Realm,
  kind: Kind,
  { device, ...answer }: Answer,
): Promise<ToDevice<Answer>> {
  if (kind === 'TOKEN') return { ...answer, deviceToken: device };
  if (await client.isPageOf(realm)) client.keepDevice(realm, device);
  return { ...answer, deviceToken: null };
}
