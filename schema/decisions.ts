import { may } from '../domain/permissions.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { DeveloperStatus } from './api/enums.ts';

const DecisionMakerKind = builder.enumType('DecisionMakerKind', {
  description: 'What kind of maker a decision has.',
  values: {
    ADMIN: { description: 'An admin.' },
    RULE: { description: 'A rule of the portal, such as auto-approval.' },
    IDENTITY_PROVIDER: { description: 'The identity provider that the person came in by.' },
  } as const,
});

const DecisionMaker = builder.prismaObject('Decision', {
  variant: 'DecisionMaker',
  description: 'Who made a decision.',
  fields: (t) => ({
    kind: t.expose('by', { type: DecisionMakerKind, description: 'An admin, a rule or an identity provider.' }),
    adminEmail: t.string({
      nullable: true,
      description: 'The address of the admin; null for another kind, and for an admin who was removed.',
      select: { admin: { select: { email: true } } },
      resolve: ({ admin }) => admin?.email ?? null,
    }),
  }),
});

export const Decision = builder.prismaObject('Decision', {
  description: 'One change of status, kept for good.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'A UUID.' }),
    from: t.expose('from', { type: DeveloperStatus, description: 'The status before.' }),
    to: t.expose('to', { type: DeveloperStatus, description: 'The status after.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'What the person was told; null without.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    note: t.string({
      nullable: true,
      description: 'What admins noted for each other; null without, and for the developer.',
      resolve: async (decision, _, context) => ((await isForAdmin(decision, context)) ? decision.note : null),
    }),
    by: t.field({
      type: DecisionMaker,
      nullable: true,
      description: 'Who made it; null for the developer.',
      resolve: async (decision, _, context) => ((await isForAdmin(decision, context)) ? decision : null),
    }),
  }),
});

async function isForAdmin({ portalId }: { portalId: string }, context: Context): Promise<boolean> {
  const admin = await context.admin();
  return admin !== null && may(admin, 'read', portalId);
}
