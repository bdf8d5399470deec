import { adminRevokeOtherSessions } from '../domain/admins/revoke-other-sessions.ts';
import { adminRevokeSession } from '../domain/admins/revoke-session.ts';
import { NotAllowed, NotFound } from '../domain/errors.ts';
import { liveSession } from '../domain/live-session.ts';
import { hashSecret } from '../domain/tokens/secrets.ts';
import { Admin } from './admins.ts';
import { builder } from './api/builder.ts';
import { once } from './api/once.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { sessionType } from './api/session-type.ts';

const AdminSession = sessionType('AdminSession', 'One device or program that an admin is logged in with.');

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
    description: 'Where the admin is logged in, the last used first, 100 at most; null for everyone else.',
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
  description: 'The session has ended.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id as it was given.' }) }),
});

builder.mutationField('adminRevokeSession', (t) =>
  t.fieldWithInput({
    type: AdminRevokeSessionSuccess,
    nullable: true,
    description: 'Ends one session of the admin, perhaps the one that asks.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'Which session to end.' },
    input: { id: t.input.id({ required: true, description: 'The id of a session of the admin.' }) },
    resolve: async (_, { input }, { app, admin }) => {
      await adminRevokeSession(app, await admin(), input);
      return input;
    },
  }),
);

const AdminRevokeOtherSessionsSuccess = builder.objectRef<{ ended: number }>('AdminRevokeOtherSessionsSuccess').implement({
  description: 'One session of the admin is left.',
  fields: (t) => ({ ended: t.exposeInt('ended', { description: 'How many sessions ended.' }) }),
});

builder.mutationField('adminRevokeOtherSessions', (t) =>
  t.fieldWithInput({
    type: AdminRevokeOtherSessionsSuccess,
    nullable: true,
    description: 'Ends all sessions of the admin but one.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'Which sessions to end: all but one.' },
    input: {
      keep: t.input.id({ description: 'The id of the session that stays; left out, the one that asks.' }),
    },
    resolve: async (_, { input }, { app, admin, client }) => ({
      ended: await adminRevokeOtherSessions(app, await admin(), await client.token('admin'), input),
    }),
  }),
);
