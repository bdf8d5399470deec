import { adminRevokeOtherSessions } from '../domain/admins/admin-revoke-other-sessions.ts';
import { adminRevokeSession } from '../domain/admins/admin-revoke-session.ts';
import { deviceOf } from '../domain/developers/device.ts';
import { NotAllowed, NotFound } from '../domain/errors.ts';
import { liveSession } from '../domain/live-session.ts';
import { hashSecret } from '../domain/tokens/secrets.ts';
import type { AdminSession as AdminSessionRow } from '../prisma/generated/client/client.ts';
import { Admin } from './admins.ts';
import { builder } from './api/builder.ts';
import { once } from './api/once.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { DEVICE, IP, sessionType } from './api/session-type.ts';

const AdminSession = sessionType<AdminSessionRow & { isCurrent: boolean }>(
  'AdminSession',
  'An open session of an admin: one browser or program that is logged in.',
);

builder.objectFields(AdminSession, (t) => ({
  device: t.string({ description: DEVICE, resolve: ({ userAgent }) => deviceOf(userAgent) }),
  ip: t.string({ description: IP, resolve: ({ ip }) => ip }),
}));

const liveSessions = once(async ({ app }, adminId) => {
  const live = await liveSession(app.prisma, app.settings.adminSessionIdle);
  return await app.prisma.adminSession.findMany({
    where: { adminId, ...live },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    take: LONGEST_LIST,
  });
});

builder.prismaObjectField(Admin, 'sessions', (t) =>
  t.field({
    type: [AdminSession],
    nullable: true,
    description: 'The open sessions of the admin, the last used first, at most 100. Null unless this admin asks.',
    resolve: async ({ id }, _, context) => {
      const me = await context.admin();
      if (me?.id !== id) return null;
      const sessions = await liveSessions(context, id);
      const token = await context.client.token('admin');
      return sessions.map((session) => ({
        ...session,
        isCurrent: token !== null && hashSecret(token).equals(session.hash),
      }));
    },
  }),
);

const AdminRevokeSessionSuccess = builder.objectRef<{ id: string }>('AdminRevokeSessionSuccess').implement({
  description: 'The session of the admin has ended.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id of the session that ended.' }) }),
});

builder.mutationField('adminRevokeSession', (t) =>
  t.fieldWithInput({
    type: AdminRevokeSessionSuccess,
    nullable: true,
    description:
      'Ends one session of the admin who is logged in. It can be the session of this request. NotFound if it is not ' +
      'an open session of this admin.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'The session of an admin that ends.' },
    input: { id: t.input.id({ required: true, description: 'The id of the session, from `admin.sessions`.' }) },
    resolve: async (_, { input }, { app, admin }) => {
      await adminRevokeSession(app, await admin(), input);
      return input;
    },
  }),
);

const AdminRevokeOtherSessionsSuccess = builder.objectRef<{ ended: number }>('AdminRevokeOtherSessionsSuccess').implement({
  description: 'Only one session of the admin is open now.',
  fields: (t) => ({ ended: t.exposeInt('ended', { description: 'The number of sessions that ended.' }) }),
});

builder.mutationField('adminRevokeOtherSessions', (t) =>
  t.fieldWithInput({
    type: AdminRevokeOtherSessionsSuccess,
    nullable: true,
    description:
      'Ends all sessions of the admin who is logged in, except one. NotFound if `keep` is not an open session of ' +
      'this admin.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'The one session that stays open.' },
    input: {
      keep: t.input.id({
        description: 'The id of the session that stays open. Leave it out to keep the session of this request.',
      }),
    },
    resolve: async (_, { input }, { app, admin, client }) => ({
      ended: await adminRevokeOtherSessions(app, await admin(), await client.token('admin'), input),
    }),
  }),
);
