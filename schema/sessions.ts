import { revokeOtherSessions } from '../domain/developers/revoke-other-sessions.ts';
import { revokeSession } from '../domain/developers/revoke-session.ts';
import { NotAllowed, NotFound } from '../domain/errors.ts';
import { liveSession } from '../domain/live-session.ts';
import { builder } from './api/builder.ts';
import { once } from './api/once.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { sessionType } from './api/session-type.ts';
import { Developer } from './developers.ts';

const Session = sessionType('Session', 'One device or program that is logged in.');

const liveSessions = once(async ({ app }, developerId) => {
  const live = await liveSession(app.prisma, app.settings.sessionIdle);
  return await app.prisma.session.findMany({
    where: { developerId, ...live },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    take: LONGEST_LIST,
  });
});

builder.prismaObjectField(Developer, 'sessions', (t) =>
  t.field({
    type: [Session],
    nullable: true,
    description: 'Where the developer is logged in, the last used first, 100 at most; null for everyone else, admins included.',
    select: { portal: { select: { slug: true } } },
    resolve: async ({ id, portal }, _, context) => {
      const me = await context.developer(portal.slug);
      if (me?.id !== id) return null;
      const sessions = await liveSessions(context, id);
      return sessions.map((session) => ({ ...session, isCurrent: session.id === me.sessionId }));
    },
  }),
);

const RevokeSessionSuccess = builder.objectRef<{ id: string }>('RevokeSessionSuccess').implement({
  description: 'The session has ended.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'Which.' }) }),
});

builder.mutationField('revokeSession', (t) =>
  t.fieldWithInput({
    type: RevokeSessionSuccess,
    nullable: true,
    description: 'Ends one session of the developer who is logged in; ending the one that asks logs out.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'Which session to end.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      id: t.input.id({ required: true, description: 'The id of the session.' }),
    },
    resolve: async (_, { input }, { app, developer }) => {
      await revokeSession(app, await developer(input.portal), input);
      return { id: input.id };
    },
  }),
);

const RevokeOtherSessionsSuccess = builder.objectRef<{ ended: number }>('RevokeOtherSessionsSuccess').implement({
  description: 'Only the session that asked is left.',
  fields: (t) => ({ ended: t.exposeInt('ended', { description: 'How many sessions ended.' }) }),
});

builder.mutationField('revokeOtherSessions', (t) =>
  t.fieldWithInput({
    type: RevokeOtherSessionsSuccess,
    nullable: true,
    description: 'Ends all sessions of the developer who is logged in but the one that asks.',
    errors: { types: [NotAllowed] },
    typeOptions: { description: 'Where to end sessions.' },
    input: { portal: t.input.string({ required: true, description: 'The slug of the portal.' }) },
    resolve: async (_, { input }, { app, developer }) => ({
      ended: await revokeOtherSessions(app, await developer(input.portal)),
    }),
  }),
);
