import { deviceOf } from '../domain/developers/device.ts';
import { type LoggedIn, logIn } from '../domain/developers/log-in.ts';
import { logOut } from '../domain/developers/log-out.ts';
import { revokeOtherSessions } from '../domain/developers/revoke-other-sessions.ts';
import { revokeSession } from '../domain/developers/revoke-session.ts';
import {
  InvalidCredentials,
  InvalidInput,
  NotAllowed,
  NotApproved,
  NotFound,
  PasswordLoginOff,
  TooManyAttempts,
} from '../domain/errors.ts';
import type { Portal as PortalRow, Session as SessionRow } from '../prisma/generated/client/client.ts';
import { builder } from './builder.ts';
import { handOver } from './context.ts';
import { Developer } from './developers.ts';
import { SessionKind } from './enums.ts';
import { Portal } from './portals.ts';

builder.queryField('me', (t) =>
  t.field({
    type: Developer,
    nullable: true,
    description: 'Who is logged in at a portal; null for strangers.',
    args: { portal: t.arg.string({ required: true, description: 'The slug of the portal.' }) },
    resolve: (_, { portal }, context) => context.developer(portal),
  }),
);

const LogInInput = builder.inputType('LogInInput', {
  description: 'Address and password.',
  fields: (t) => ({
    portal: t.string({ required: true, description: 'The slug of the portal.' }),
    email: t.string({ required: true, description: 'The address that was registered.' }),
    password: t.string({ required: true, description: 'Every character counts.' }),
    session: t.field({ type: SessionKind, defaultValue: 'COOKIE', description: 'How the client wants to hold its session.' }),
  }),
});

const LogInSuccess = builder.objectRef<Omit<LoggedIn, 'token'> & { token: string | null }>('LogInSuccess').implement({
  description: 'Logged in, by a new session; the one that the client held before has ended.',
  fields: (t) => ({
    developer: t.field({ type: Developer, description: 'Who is logged in.', resolve: ({ developer }) => developer }),
    token: t.exposeString('token', {
      nullable: true,
      description: 'To be sent as `Authorization: Bearer`; null where a cookie was asked for.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When the session ends at the latest; it ends sooner unused.',
    }),
  }),
});

builder.mutationField('logIn', (t) =>
  t.field({
    type: LogInSuccess,
    nullable: true,
    description: 'Logs in with address and password. Only the right password makes the answer name a status.',
    errors: { types: [InvalidInput, NotFound, PasswordLoginOff, InvalidCredentials, NotApproved, TooManyAttempts] },
    args: { input: t.arg({ type: LogInInput, required: true, description: 'Address and password.' }) },
    resolve: async (_, { input }, { app, client }) => {
      const realm = { portal: input.portal };
      return handOver(client, realm, input.session, await logIn(app, input, await client.token(realm), client));
    },
  }),
);

const LogOutInput = builder.inputType('LogOutInput', {
  description: 'Where to log out.',
  fields: (t) => ({ portal: t.string({ required: true, description: 'The slug of the portal.' }) }),
});

const LogOutSuccess = builder.objectRef<{ portal: PortalRow; providerLogOutUrl: string | null }>('LogOutSuccess').implement({
  description: 'The client is logged out, whether or not it was logged in.',
  fields: (t) => ({
    portal: t.field({ type: Portal, description: 'Where.', resolve: ({ portal }) => portal }),
    providerLogOutUrl: t.exposeString('providerLogOutUrl', {
      nullable: true,
      description:
        'After a log-in with SSO: where to send the browser to be logged out at the identity provider, too (OpenID Connect ' +
        'RP-Initiated Logout 1.0). Null where the provider has no such place.',
    }),
  }),
});

builder.mutationField('logOut', (t) =>
  t.field({
    type: LogOutSuccess,
    nullable: true,
    description: 'Ends the session that the client holds at a portal, and its cookie.',
    errors: { types: [NotFound] },
    args: { input: t.arg({ type: LogOutInput, required: true, description: 'Where to log out.' }) },
    resolve: async (_, { input }, { app, client }) => {
      const realm = { portal: input.portal };
      const loggedOut = await logOut(app, input, await client.token(realm));
      client.dropCookie(realm);
      return loggedOut;
    },
  }),
);

type OwnSession = SessionRow & { isCurrent: boolean };

const Session = builder.objectRef<OwnSession>('Session').implement({
  description: 'One device or program that is logged in.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'A UUID, for `revokeSession`.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it logged in.' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', description: 'When it was last used, to about a minute.' }),
    device: t.string({
      description:
        'Browser and system, such as `Firefox on Windows`; for others the beginning of what the client called itself.',
      resolve: ({ userAgent }) => deviceOf(userAgent),
    }),
    address: t.exposeString('address', {
      description: 'The IP address it was last used from; empty for one that was not noted.',
    }),
    current: t.exposeBoolean('isCurrent', { description: 'Whether it is the one that asks.' }),
  }),
});

builder.prismaObjectField(Developer, 'sessions', (t) =>
  t.field({
    type: [Session],
    nullable: true,
    description: 'Where the developer is logged in, the last used first; null for everyone else, admins included.',
    select: { portal: { select: { slug: true } } },
    resolve: async ({ id, portal }, _, { app, developer }) => {
      const me = await developer(portal.slug);
      if (me?.id !== id) return null;
      const now = Date.now();
      const sessions = await app.prisma.session.findMany({
        where: {
          developerId: id,
          expiresAt: { gt: new Date(now) },
          lastSeenAt: { gt: new Date(now - app.settings.sessionIdle) },
        },
        orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
      });
      return sessions.map((session) => ({ ...session, isCurrent: session.id === me.sessionId }));
    },
  }),
);

const RevokeSessionInput = builder.inputType('RevokeSessionInput', {
  description: 'Which session to end.',
  fields: (t) => ({
    portal: t.string({ required: true, description: 'The slug of the portal.' }),
    id: t.id({ required: true, description: 'The id of the session.' }),
  }),
});

const RevokeSessionSuccess = builder.objectRef<{ id: string }>('RevokeSessionSuccess').implement({
  description: 'The session has ended.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'Which.' }) }),
});

builder.mutationField('revokeSession', (t) =>
  t.field({
    type: RevokeSessionSuccess,
    nullable: true,
    description: 'Ends one session of the developer who is logged in; ending the one that asks logs out.',
    errors: { types: [NotAllowed, NotFound] },
    args: { input: t.arg({ type: RevokeSessionInput, required: true, description: 'Which session to end.' }) },
    resolve: async (_, { input }, { app, developer }) => {
      await revokeSession(app, await developer(input.portal), input);
      return { id: input.id };
    },
  }),
);

const RevokeOtherSessionsInput = builder.inputType('RevokeOtherSessionsInput', {
  description: 'Where to end sessions.',
  fields: (t) => ({ portal: t.string({ required: true, description: 'The slug of the portal.' }) }),
});

const RevokeOtherSessionsSuccess = builder.objectRef<{ ended: number }>('RevokeOtherSessionsSuccess').implement({
  description: 'Only the session that asked is left.',
  fields: (t) => ({ ended: t.exposeInt('ended', { description: 'How many sessions ended.' }) }),
});

builder.mutationField('revokeOtherSessions', (t) =>
  t.field({
    type: RevokeOtherSessionsSuccess,
    nullable: true,
    description: 'Ends all sessions of the developer who is logged in but the one that asks.',
    errors: { types: [NotAllowed] },
    args: { input: t.arg({ type: RevokeOtherSessionsInput, required: true, description: 'Where.' }) },
    resolve: async (_, { input }, { app, developer }) => ({
      ended: await revokeOtherSessions(app, await developer(input.portal)),
    }),
  }),
);
