import { deviceOf } from '../domain/developers/device.ts';
import { type DeveloperSession, listSessions } from '../domain/developers/list-sessions.ts';
import { revokeOtherSessions } from '../domain/developers/revoke-other-sessions.ts';
import { revokeSession } from '../domain/developers/revoke-session.ts';
import { NotAllowed, NotFound } from '../domain/errors.ts';
import { may } from '../domain/permissions.ts';
import { builder } from './api/builder.ts';
import { once } from './api/once.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { DEVICE, IP, sessionType } from './api/session-type.ts';
import { together } from './api/together.ts';
import { Developer } from './developers.ts';

type ListedSession = DeveloperSession & {
  isCurrent: boolean;
  /** Whether the caller can see the device and the IP. */
  showsClient: boolean;
};

const Session = sessionType<ListedSession>(
  'Session',
  'An open session of a developer: one browser or program that is logged in.',
);

builder.objectFields(Session, (t) => ({
  device: t.string({
    nullable: true,
    description: `${DEVICE} Null for admins who are not OWNER.`,
    resolve: ({ showsClient, userAgent }) => (showsClient ? deviceOf(userAgent) : null),
  }),
  ip: t.string({
    nullable: true,
    description: `${IP} Null for admins who are not OWNER.`,
    resolve: ({ showsClient, ip }) => (showsClient ? ip : null),
  }),
}));

const readSessions = together(({ app }, ids: string[]) => listSessions(app, ids, LONGEST_LIST));

const liveSessions = once(async (context, developerId) => {
  const sessions = await readSessions(context, developerId);
  return sessions.filter((session) => session.developerId === developerId);
});

builder.prismaObjectField(Developer, 'sessions', (t) =>
  t.field({
    type: [Session],
    nullable: true,
    description:
      'The open sessions of the developer, the last used first, at most 100. Only for the developer and for admins of the portal.',
    select: { portalId: true, portal: { select: { slug: true } } },
    resolve: async ({ id, portalId, portal }, _, context) => {
      const me = await context.developer(portal.slug);
      if (me?.id === id) {
        const own = await liveSessions(context, id);
        return own.map((session) => ({ ...session, isCurrent: session.id === me.sessionId, showsClient: true }));
      }
      const caller = await context.caller();
      if (!caller || !may(caller, 'read', portalId)) return null;
      const showsClient = may(caller, 'seeClients', portalId);
      const sessions = await liveSessions(context, id);
      return sessions.map((session) => ({ ...session, isCurrent: false, showsClient }));
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
