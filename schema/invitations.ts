import { parseAddress } from '../domain/addresses/parse-address.ts';
import { NotAllowed } from '../domain/errors.ts';
import { stateAt } from '../domain/invitations/invitation-state.ts';
import { listRegistered } from '../domain/invitations/list-registered.ts';
import { inReach, may } from '../domain/permissions.ts';
import { isSlug } from '../domain/portals/find-portal.ts';
import { answers, answersTo } from '../domain/sign-up-form/answer.ts';
import { fieldsOf } from '../domain/sign-up-form/sign-up-field.ts';
import type { Prisma, PrismaClient } from '../prisma/generated/client/client.ts';
import { ActingToken, actingToken } from './acting-token.ts';
import { Answer } from './answers.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { nowOf } from './api/now.ts';
import { LONGEST_LIST, pageOf, selected } from './api/paging.ts';
import { together } from './api/together.ts';
import { Developer } from './developers.ts';
import { Portal } from './portals.ts';

const InvitationState = builder.enumType('InvitationState', {
  description: 'Whether an invitation can be used.',
  values: {
    OPEN: { description: 'The invitation can be used.' },
    USED: { description: 'The invited person has verified this email address, or the link has no uses left.' },
    EXPIRED: { description: 'The invitation is too old.' },
    REVOKED: { description: 'An admin revoked the invitation, or the reader of the email said that it was not for them.' },
  } as const,
});

const InvitationKind = builder.enumType('InvitationKind', {
  description: 'Whether an invitation is for one person or for many.',
  values: {
    NAMED: { description: 'One person, by the email address.' },
    LINK: { description: 'Everyone who has the link, as often as it has uses.' },
  } as const,
});

const readRegistered = together(({ app }, ids: string[]) => listRegistered(app, ids, LONGEST_LIST));

export const Invitation = builder.prismaObject('Invitation', {
  description: 'An invitation to register at a portal. It is no registration, and reserves nothing. Only admins can read it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the invitation, a UUID.' }),
    kind: t.field({
      type: InvitationKind,
      description: 'Whether the invitation is for one person or for many.',
      resolve: ({ email }) => (email === null ? ('LINK' as const) : ('NAMED' as const)),
    }),
    state: t.field({
      type: InvitationState,
      description: 'Whether the invitation can be used.',
      resolve: async (invitation, _, context) => stateAt(invitation, await nowOf(context)),
    }),
    portal: t.relation('portal', { type: Portal, description: 'The portal that the invitation is for.' }),
    email: t.exposeString('email', {
      nullable: true,
      description: 'The email address that is invited, in canonical form. Null for a link.',
    }),
    fullName: t.exposeString('fullName', {
      nullable: true,
      description: 'The name that the form of the person begins with. Null if there is none.',
    }),
    answers: t.field({
      type: [Answer],
      description: 'The answers that the form of the person begins with, in the order of the fields.',
      select: { answers: true, portal: { select: { signUpFields: true } } },
      resolve: ({ portal, ...invitation }) => answersTo(fieldsOf(portal), answers.parse(invitation.answers)),
    }),
    approved: t.exposeBoolean('approved', {
      nullable: true,
      description:
        'Whether the admin approved the person beforehand. For a link: what takes the place of `autoApprove` of the ' +
        'portal, or null if `autoApprove` decides.',
    }),
    emailed: t.exposeBoolean('isMailed', { description: 'Whether the link was emailed. If not, the admin was shown it once.' }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'The message in the email, plain text. Null if there is none.',
    }),
    label: t.exposeString('label', {
      nullable: true,
      description: 'The name of a link, for admins. Null if there is none, and for a named invitation.',
    }),
    emailDomains: t.exposeStringList('emailDomains', {
      description: 'The domains whose email addresses can use a link, as A-labels. Empty if all can.',
    }),
    uses: t.exposeInt('uses', { description: 'How many people can use the invitation. 1 for a named invitation.' }),
    used: t.exposeInt('used', { description: 'How many people verified their email address with the invitation.' }),
    inviterEmail: t.string({
      nullable: true,
      description:
        'The email address of the admin who invited, or whose API token did. Null if the admin was removed, and for a token with ' +
        '`service`.',
      select: { inviter: { select: { email: true } } },
      resolve: ({ inviter }) => inviter?.email ?? null,
    }),
    apiToken: t.field({
      type: ActingToken,
      nullable: true,
      description: 'The API token that invited. Null if an admin invited.',
      select: actingToken,
      resolve: ({ apiToken }) => apiToken,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the invitation was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'The time when the invitation ends.' }),
    emailedAt: t.expose('mailedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time when the email was last requested. Null if the link is not emailed.',
    }),
    usedAt: t.expose('usedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time when a person last used the invitation. Null if nobody did.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time when the invitation was revoked. Null if it was not.',
    }),
    // Not a relation: Prisma would read everybody who used a link, and then leave out all but the newest.
    developers: t.prismaField({
      type: [Developer],
      description: 'The people who registered with the invitation, the newest first, at most 100.',
      resolve: async (query, { id }, _, context) => {
        const registered = (await readRegistered(context, id)).filter(({ invitationId }) => invitationId === id);
        // Prisma makes one statement of those for single rows.
        const found = await Promise.all(
          registered.map((one) => context.app.prisma.developer.findUnique({ ...query, where: { id: one.id } })),
        );
        return found.filter((developer) => developer !== null);
      },
    }),
  }),
});

builder.prismaObjectField(Developer, 'invitation', (t) =>
  t.field({
    type: Invitation,
    nullable: true,
    description:
      'The invitation that the developer registered with. Null if there was none, if it was removed, which happens 90 days ' +
      'after its end, and if the developer asks.',
    select: (_args, _context, nested) => ({ portalId: true, invitation: nested() }),
    resolve: async ({ portalId, invitation }, _, { caller }) => {
      const me = await caller();
      return me && may(me, 'read', portalId) ? invitation : null;
    },
  }),
);

const InvitationFilter = builder.inputType('InvitationFilter', {
  description: 'Conditions for a list of invitations. An invitation must meet all that are given.',
  fields: (t) => ({
    state: t.field({ type: [InvitationState], description: 'Invitations in one of these states.' }),
    kind: t.field({ type: InvitationKind, description: 'Named invitations, or links.' }),
    email: t.string({ description: 'Named invitations of this email address.' }),
  }),
});

type Wanted = { portal?: string | null | undefined; filter?: typeof InvitationFilter.$inferInput | null | undefined };

builder.queryField('invitations', (t) =>
  t.connection(
    {
      type: Invitation,
      nullable: true,
      description:
        'The invitations of developers at the portals of the admin who asks, the newest first, in pages of 20, at most ' +
        '100. Fails with NOT_ALLOWED for other people and for other portals.',
      args: {
        portal: t.arg.string({ description: 'The slug of one portal. Leave it out for all portals of the admin.' }),
        filter: t.arg({ type: InvitationFilter, description: 'Conditions that the invitations must meet.' }),
      },
      resolve: async (_, args, context, info) => {
        const { invitation } = context.app.prisma;
        const where = await wanted(context, args);
        return pageOf(args, {
          order: { by: [], id: 'desc' },
          where,
          find: (slice) => invitation.findMany({ ...selected(context, info), ...slice }),
          count: (take) => invitation.count({ where, take }),
        });
      },
    },
    { description: 'A page of a list of invitations.' },
    { description: 'An invitation of a developer on a page, with its cursor.' },
  ),
);

async function wanted(context: Context, { portal: slug, filter }: Wanted): Promise<Prisma.InvitationWhereInput> {
  const { prisma } = context.app;
  const caller = await context.caller();
  if (!caller) throw new NotAllowed();
  const portal = slug != null && isSlug(slug) ? await prisma.portal.findUnique({ where: { slug } }) : null;
  if (slug != null && !(portal && may(caller, 'read', portal.id))) throw new NotAllowed();
  const { state, kind, email } = filter ?? {};
  const now = await nowOf(context);
  return {
    ...(portal ? { portalId: portal.id } : inReach(caller)),
    AND: [
      ...(state ? [{ OR: state.map((one) => IN_STATE[one](prisma, now)) }] : []),
      ...(kind ? [{ email: kind === 'LINK' ? null : { not: null } }] : []),
      ...(email != null ? [{ email: parseAddress(email)?.canonical ?? '' }] : []),
    ],
  };
}

type Condition = (prisma: PrismaClient, now: Date) => Prisma.InvitationWhereInput;

/** The same as `stateAt`. */
const IN_STATE: Record<typeof InvitationState.$inferType, Condition> = {
  OPEN: ({ invitation }, now) => ({ used: { lt: invitation.fields.uses }, revokedAt: null, expiresAt: { gt: now } }),
  USED: ({ invitation }) => ({ used: { gte: invitation.fields.uses } }),
  EXPIRED: ({ invitation }, now) => ({ used: { lt: invitation.fields.uses }, revokedAt: null, expiresAt: { lte: now } }),
  REVOKED: ({ invitation }) => ({ used: { lt: invitation.fields.uses }, revokedAt: { not: null } }),
};
