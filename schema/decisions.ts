import { Conflict } from '../domain/errors.ts';
import { ActingToken, actingToken } from './acting-token.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';
import { isForAdmin } from './api/for-admins.ts';

export const DecisionMakerKind = builder.enumType('DecisionMakerKind', {
  description: 'Who can make a decision.',
  values: {
    ADMIN: { description: 'An admin of the portal.' },
    TOKEN: { description: 'An API token.' },
    RULE: { description: 'An approval rule of the portal, or `autoApprove`.' },
    IDENTITY_PROVIDER: { description: 'The identity provider that the person logged in with.' },
  } as const,
});

const DecisionMaker = builder.prismaObject('Decision', {
  variant: 'DecisionMaker',
  description: 'The admin, the API token, the rule or the identity provider that made a decision.',
  fields: (t) => ({
    kind: t.expose('by', {
      type: DecisionMakerKind,
      description: 'Whether an admin, an API token, a rule or an identity provider decided.',
    }),
    adminEmail: t.string({
      nullable: true,
      description:
        'The email address of the admin, or of the admin whose API token decided. Null if no admin decided, if the admin was removed, and ' +
        'for a token with `service`.',
      select: { admin: { select: { email: true } } },
      resolve: ({ admin }) => admin?.email ?? null,
    }),
    apiToken: t.field({
      type: ActingToken,
      nullable: true,
      description: 'The API token. Null if no token decided.',
      select: actingToken,
      resolve: ({ apiToken }) => apiToken,
    }),
  }),
});

const DecidingRule = builder.objectRef<{ name: string; version: number }>('DecidingRule').implement({
  description: 'The approval rule that decided, as it was then.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the rule.' }),
    version: t.exposeInt('version', { description: 'The version of the rules of the portal.' }),
  }),
});

export const Decision = builder.prismaObject('Decision', {
  description: 'A change of the status of a developer. It is never deleted.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the decision, a UUID.' }),
    from: t.expose('from', { type: DeveloperStatus, description: 'The status before the decision.' }),
    to: t.expose('to', { type: DeveloperStatus, description: 'The status after the decision.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The reason that the person was given. Null if there is none.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time of the decision.' }),
    undoableUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'The time when the email about the decision is sent. Until then it can be undone, if the person has not learned of it. ' +
        'Null if it can never be undone, and if the developer asks.',
      resolve: async (decision, _, context) => ((await isForAdmin(decision, context)) ? decision.undoableUntil : null),
    }),
    undoes: t.field({
      type: 'ID',
      nullable: true,
      description: 'The id of the decision that this one undoes. Null for other decisions, and if the developer asks.',
      resolve: async (decision, _, context) => ((await isForAdmin(decision, context)) ? decision.undoesId : null),
    }),
    invitationId: t.field({
      type: 'ID',
      nullable: true,
      description:
        'The id of the invitation with which the admin decided before the person registered. Null for other decisions, and ' +
        'if the developer asks.',
      resolve: async (decision, _, context) => ((await isForAdmin(decision, context)) ? decision.invitationId : null),
    }),
    note: t.string({
      nullable: true,
      description: 'The note for other admins. Null if there is none, and if the developer asks.',
      resolve: async (decision, _, context) => ((await isForAdmin(decision, context)) ? decision.note : null),
    }),
    by: t.field({
      type: DecisionMaker,
      nullable: true,
      description: 'Who made the decision. Null if the developer asks.',
      resolve: async (decision, _, context) => ((await isForAdmin(decision, context)) ? decision : null),
    }),
    rule: t.field({
      type: DecidingRule,
      nullable: true,
      description: 'The approval rule that decided. Null if none did, as with `autoApprove`, and if the developer asks.',
      resolve: async ({ ruleName: name, ruleVersion: version, portalId }, _, context) =>
        name !== null && version !== null && (await isForAdmin({ portalId }, context)) ? { name, version } : null,
    }),
  }),
});

builder.objectField(Conflict, 'decision', (t) =>
  t.field({
    type: Decision,
    nullable: true,
    description: 'The decision that came first. Null if there is none, or if no decision is the reason.',
    resolve: ({ decision }) => decision,
  }),
);
