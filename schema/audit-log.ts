import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { eventTypes } from '../domain/events/types.ts';
import { isId } from '../domain/ids.ts';
import { inReach, may, mayAnywhere } from '../domain/permissions.ts';
import { isSlug } from '../domain/portals/find-portal.ts';
import { readList } from '../domain/read-list.ts';
import type { EventCheckpoint as CheckpointRow, Event as EventRow, Prisma } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { whole } from './api/keyset.ts';
import { pageOf } from './api/paging.ts';

export const ActorKind = builder.enumType('ActorKind', {
  description: 'The kind of actor that caused an event.',
  values: {
    ADMIN: { description: 'An admin. `actorId` is the id of the admin, and null for a person who was invited to be one.' },
    DEVELOPER: { description: 'A developer, also by a link in an email. `actorId` is the id of the developer.' },
    RULE: { description: 'The approval rule of the portal.' },
    PROVIDER: { description: 'An identity provider. `actorId` is the id of the connection.' },
    TOKEN: { description: 'An API token. `actorId` is the id of the token.' },
    OPERATOR: { description: 'A person who ran a command on the server.' },
    SYSTEM: { description: 'Gatehouse itself, for example when it removes old events, or sums up failures.' },
  } as const,
});

const SubjectKind = builder.enumType('SubjectKind', {
  description: 'The kind of thing that an event is about.',
  values: {
    PORTAL: { description: 'A portal and its settings.' },
    DEVELOPER: { description: 'A developer.' },
    ADMIN: { description: 'An admin.' },
    INVITATION: { description: 'An invitation of a developer, or a link that invites many.' },
    ADMIN_INVITATION: { description: 'An invitation of an admin.' },
    CONNECTION: { description: 'A connection to an identity provider.' },
    API_TOKEN: { description: 'An API token.' },
    INSTALLATION: { description: 'The settings of the whole installation.' },
    JOB: { description: 'A job.' },
    AUDIT_LOG: { description: 'The audit log itself.' },
  } as const,
});

const ofClient = async ({ portalId }: EventRow, value: string | null, { caller }: Context): Promise<string | null> => {
  const me = await caller();
  return me && may(me, 'seeClients', portalId) ? value : null;
};

const Event = builder.prismaObject('Event', {
  description: 'One change of state: an entry of the audit log. An event never changes.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the event, a UUID.' }),
    position: t.float({
      description: 'The position of the event in the audit log: 1, 2, 3 without gaps, for the whole installation.',
      resolve: ({ position }) => Number(position),
    }),
    at: t.expose('at', { type: 'DateTime', description: 'The time of the event.' }),
    portalId: t.exposeID('portalId', {
      nullable: true,
      description: 'The id of the portal. Null for an event of the whole installation.',
    }),
    type: t.exposeString('type', { description: 'The type of the event, such as `developer.approved`.' }),
    version: t.exposeInt('version', { description: 'The version of the format of `data`.' }),
    actorKind: t.expose('actorKind', { type: ActorKind, description: 'The kind of actor that caused the event.' }),
    actorId: t.exposeID('actorId', { nullable: true, description: 'The id of the actor. Null if the kind says it all.' }),
    actorName: t.exposeString('actorName', {
      nullable: true,
      description:
        'The email address of the admin, or the name of the API token, at the time of the event. Null for other actors.',
    }),
    subjectKind: t.expose('subjectKind', { type: SubjectKind, description: 'The kind of thing that the event is about.' }),
    subjectId: t.exposeID('subjectId', {
      nullable: true,
      description: 'The id of the thing that the event is about. The thing can be deleted.',
    }),
    data: t.expose('data', {
      type: 'EventData',
      description: 'The details. It contains settings and ids, but no personal data of developers.',
    }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The id of the request, as in the log of the server. Null for work in the background.',
    }),
    ip: t.string({
      nullable: true,
      description: 'The IP address of the client. Only for OWNER. Null after 90 days, and after the developer is deleted.',
      resolve: (event, _, context) => ofClient(event, event.ip, context),
    }),
    userAgent: t.string({
      nullable: true,
      description: 'The `User-Agent` header of the client. Only for OWNER. Null like `ip`.',
      resolve: (event, _, context) => ofClient(event, event.userAgent, context),
    }),
  }),
});

const AuditLogFilter = builder.inputType('AuditLogFilter', {
  description: 'Conditions for the audit log. An event must meet all that are given.',
  fields: (t) => ({
    types: t.stringList({ description: 'Events of one of these types. An unknown type is InvalidInput.' }),
    actor: t.id({ description: 'Events that this actor caused: the id of an admin, for example.' }),
    subject: t.id({ description: 'Events about this thing: the id of a developer, for example.' }),
    after: t.field({ type: 'DateTime', description: 'Events at this time or later.' }),
    before: t.field({ type: 'DateTime', description: 'Events before this time.' }),
  }),
});

builder.queryField('auditLog', (t) =>
  t.connection(
    {
      type: Event,
      nullable: true,
      description:
        'The audit log, the oldest event first, in pages of 20, at most 1,000. To read everything, continue with `endCursor`: no event ' +
        'is missed, also if others write at the same time. An event appears about a second after it happened. ' +
        'Fails with NOT_ALLOWED for other people and for other portals.',
      args: {
        portal: t.arg.string({
          description:
            'The slug of a portal. If left out, the events of all portals of the admin. An admin of all portals also sees events without a portal.',
        }),
        filter: t.arg({ type: AuditLogFilter, description: 'Conditions that the events must meet.' }),
      },
      resolve: async (_, args, context) => {
        const where = await wanted(context, args.portal, args.filter);
        return pageOf(args, {
          order: { by: [{ column: 'position', kind: whole, direction: 'asc' }], id: 'asc' },
          where,
          find: (slice) => readList(context.app, ({ prisma }) => prisma.event.findMany(slice)),
          count: (take) => readList(context.app, ({ prisma }) => prisma.event.count({ where, take })),
        });
      },
    },
    { description: 'A page of the audit log.' },
    { description: 'An event on a page, with its cursor.' },
  ),
);

async function wanted(
  context: Context,
  slug: string | null | undefined,
  filter: typeof AuditLogFilter.$inferInput | null | undefined,
): Promise<Prisma.EventWhereInput> {
  const caller = await context.caller();
  if (!caller) throw new NotAllowed();
  const portal = slug != null && isSlug(slug) ? await context.app.prisma.portal.findUnique({ where: { slug } }) : null;
  if (slug != null && !(portal && may(caller, 'read', portal.id))) throw new NotAllowed();
  checkFilter(filter);
  const { types, actor, subject, after, before } = filter ?? {};
  return {
    position: { not: null },
    ...(portal ? { portalId: portal.id } : inReach(caller)),
    ...(types && { type: { in: types } }),
    ...(actor != null && { actorId: actor }),
    ...(subject != null && { subjectId: subject }),
    ...((after || before) && { at: { ...(after && { gte: after }), ...(before && { lt: before }) } }),
  };
}

function checkFilter(filter: typeof AuditLogFilter.$inferInput | null | undefined): void {
  if (filter?.types?.some((type) => !Object.hasOwn(eventTypes, type))) {
    throw new InvalidInput([{ path: ['filter', 'types'], code: 'UNKNOWN_CHOICE', message: 'There is no such type of event.' }]);
  }
  for (const name of ['actor', 'subject'] as const) {
    const id = filter?.[name];
    if (id != null && !isId(id)) {
      throw new InvalidInput([{ path: ['filter', name], code: 'MALFORMED', message: 'Must be an id.' }]);
    }
  }
}

const AuditCheckpoint = builder.objectRef<CheckpointRow>('AuditCheckpoint').implement({
  description:
    'A hash of events and of the checkpoint before. Keep a copy elsewhere: it shows whether somebody changed the log later.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'The number of the checkpoint: 1, 2, 3 without gaps.' }),
    hash: t.string({
      description: 'The SHA-256 hash, as hexadecimal digits. `npm run audit:verify -- --checkpoint NUMBER:HASH` compares it.',
      resolve: ({ hash }) => Buffer.from(hash).toString('hex'),
    }),
    lastPosition: t.float({
      description: 'The position of the last event that the checkpoint covers.',
      resolve: ({ lastPosition }) => Number(lastPosition),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the checkpoint was made.' }),
  }),
});

builder.queryField('auditCheckpoint', (t) =>
  t.field({
    type: AuditCheckpoint,
    nullable: true,
    description:
      'The newest checkpoint of the audit log. There is a new one each minute with events. Null if there is none yet. Fails with ' +
      'NOT_ALLOWED if no admin asks.',
    resolve: async (_, _args, { app, caller }) => {
      const me = await caller();
      if (!me || !mayAnywhere(me, 'read')) throw new NotAllowed();
      return await app.prisma.eventCheckpoint.findFirst({ orderBy: { number: 'desc' } });
    },
  }),
);
