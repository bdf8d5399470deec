import { revokeOtherSessions } from '../domain/developers/revoke-other-sessions.ts';
import { revokeSession } from '../domain/developers/revoke-session.ts';
import { NotAllowed, NotFound } from '../domain/errors.ts';
import { liveSession } from '../domain/live-session.ts';
import { builder } from './api/builder.ts';
import { once } from './api/once.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { sessionType } from './api/session-type.ts';
import { Developer } from './developers.ts';

const Session = sessionType('Session', 'An open session of a developer: one browser or program that is logged in.');

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
    description:
      'The open sessions of the developer, the last used first, at most 100. Null unless the developer asks, also ' +
      'for admins.',
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
  description: 'The session of the developer has ended.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id of the session that ended.' }) }),
});

builder.mutationField('revokeSession', (t) =>
  t.fieldWithInput({
    type: RevokeSessionSuccess,
    nullable: true,
    description:
      'Ends one session of the developer who is logged in. If it is the session of this request, the developer is ' +
      'logged out. NotFound if it is not an open session of this developer.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'The session of a developer that ends.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      id: t.input.id({ required: true, description: 'The id of the session, from `me.sessions`.' }),
    },
    resolve: async (_, { input }, { app, developer }) => {
      await revokeSession(app, await developer(input.portal), input);
      return { id: input.id };
    },
  }),
);

const RevokeOtherSessionsSuccess = builder.objectRef<{ ended: number }>('RevokeOtherSessionsSuccess').implement({
  description: 'Only the session of this request is open now.',
  fields: (t) => ({ ended: t.exposeInt('ended', { description: 'The number of sessions that ended.' }) }),
});

builder.mutationField('revokeOtherSessions', (t) =>
  t.fieldWithInput({
    type: RevokeOtherSessionsSuccess,
    nullable: true,
    description:
      'Ends all sessions of the developer who is logged in, except the session of this request. NotAllowed if nobody ' +
      'is logged in.',
    errors: { types: [NotAllowed] },
    typeOptions: { description: 'The portal whose other sessions end.' },
    input: { portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }) },
    resolve: async (_, { input }, { app, developer }) => ({
      ended: await revokeOtherSessions(app, await developer(input.portal)),
    }),
  }),
);
