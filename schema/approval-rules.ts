import { ConfirmationRequired, InvalidInput, NotAllowed, NotFound, Stale } from '../domain/errors.ts';
import { setApprovalRules } from '../domain/portals/set-approval-rules.ts';
import type { ApprovalRule as ApprovalRuleRow, Conditions } from '../domain/rules/approval-rule.ts';
import { DISPOSABLE_EMAILS_OF } from '../domain/rules/disposable-email.ts';
import { listRules } from '../domain/rules/read-rules.ts';
import { listVersions } from '../domain/rules/versions.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { together } from './api/together.ts';
import { ApprovalRuleAct, ApprovalRuleInput } from './approval-rule-input.ts';
import { PortalSettings } from './portal-settings.ts';
import { Portal } from './portals.ts';

const AnswerCondition = builder.objectRef<NonNullable<Conditions['answers']>[number]>('AnswerCondition').implement({
  description: 'An answer that an approval rule looks for.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The key of the field, such as `company`.' }),
    values: t.expose('values', {
      type: ['AnswerValue'],
      nullable: true,
      description: 'The exact answers, any of which matches. Null if there is a pattern.',
    }),
    pattern: t.exposeString('pattern', {
      nullable: true,
      description: 'A regular expression in RE2 syntax that the whole answer must match. Null if there are values.',
    }),
  }),
});

const InvitationCondition = builder.objectRef<NonNullable<Conditions['invitation']>>('InvitationCondition').implement({
  description: 'The invitations that a rule looks for.',
  fields: (t) => ({
    any: t.exposeBoolean('any', { description: 'Whether any invitation matches.' }),
    ids: t.exposeStringList('ids', { description: 'The ids of the invitations that match. Empty if any matches.' }),
  }),
});

const ApprovalConditions = builder.objectRef<Conditions>('ApprovalConditions').implement({
  description: 'The conditions of a rule. All that are not null must hold. In a list, one entry that matches is enough.',
  fields: (t) => ({
    emails: t.exposeStringList('emails', { nullable: true, description: 'Email addresses in canonical form.' }),
    emailDomains: t.exposeStringList('emailDomains', {
      nullable: true,
      description: 'Domains of email addresses. `*.example.com` means all domains below `example.com`.',
    }),
    disposableEmail: t.exposeBoolean('disposableEmail', {
      nullable: true,
      description: 'Whether the domain must be on the list of disposable email addresses, or must not.',
    }),
    answers: t.expose('answers', { type: [AnswerCondition], nullable: true, description: 'Answers to fields of the form.' }),
    invitation: t.expose('invitation', {
      type: InvitationCondition,
      nullable: true,
      description: 'The invitation that the registration used.',
    }),
    connections: t.exposeStringList('connections', {
      nullable: true,
      description: 'The ids of connections. One of them registered the person.',
    }),
    groups: t.exposeStringList('groups', {
      nullable: true,
      description: 'Groups that the identity provider sent when the person was registered.',
    }),
    refusedBefore: t.exposeBoolean('refusedBefore', {
      nullable: true,
      description:
        'Whether this email address must have been rejected or revoked at this portal in the last 2 years, or must not.',
    }),
  }),
});

const ApprovalRule = builder.objectRef<ApprovalRuleRow>('ApprovalRule').implement({
  description: 'One of the rules of a portal that decide about registrations.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the rule. People never see it, only admins.' }),
    when: t.expose('when', { type: ApprovalConditions, description: 'The conditions of the rule.' }),
    then: t.expose('then', { type: ApprovalRuleAct, description: 'What happens to a registration that matches.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The reason that a refused person reads in the email. Null if the rule does not refuse.',
    }),
    matchesEverybody: t.exposeBoolean('matchesEverybody', { description: 'Whether the rule has no conditions.' }),
  }),
});

type VersionRow = Awaited<ReturnType<typeof listVersions>>[number];

const ApprovalRulesVersion = builder.objectRef<VersionRow>('ApprovalRulesVersion').implement({
  description: 'One version of the approval rules of a portal, of now or before.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'The number of this version.' }),
    rules: t.expose('rules', { type: [ApprovalRule], description: 'The rules of this version, in their order.' }),
    changedAt: t.expose('changedAt', { type: 'DateTime', description: 'The time when somebody saved this version.' }),
    changedBy: t.exposeString('changedBy', {
      nullable: true,
      description: 'The email address of the admin, or the name of the API token, at that time. Null if it is not known.',
    }),
  }),
});

type RulesOfPortal = { portalId: string; version: number; rules: ApprovalRuleRow[] };

const ApprovalRules = builder.objectRef<RulesOfPortal>('ApprovalRules').implement({
  description: 'The rules that decide about registrations, in their order. The first rule that matches decides.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'The number of changes so far. `setApprovalRules` asks for it.' }),
    rules: t.expose('rules', { type: [ApprovalRule], description: 'The rules in their order. Empty if there are none.' }),
    disposableEmailsUpdatedAt: t.field({
      type: 'DateTime',
      description: 'The date of the list of disposable email addresses that this version of Gatehouse has.',
      resolve: () => DISPOSABLE_EMAILS_OF,
    }),
    history: t.field({
      type: [ApprovalRulesVersion],
      description:
        'The last 50 versions of the rules, the newest first. To go back to one, save its rules again with `setApprovalRules`.',
      args: { version: t.arg.int({ description: 'Only the version with this number, if it is kept.' }) },
      resolve: ({ portalId }, { version }, { app }) => listVersions(app.prisma, portalId, version),
    }),
  }),
});

const readLists = together(({ app }, portalIds: string[]) => listRules(app.prisma, portalIds));

builder.prismaObjectField(PortalSettings, 'approvalRules', (t) =>
  t.field({
    type: ApprovalRules,
    description: 'The rules that decide about registrations. If no rule matches, `autoApprove` decides.',
    resolve: async ({ id }, _, context) => {
      const lists = await readLists(context, id);
      return lists.find(({ portalId }) => portalId === id) ?? { portalId: id, version: 0, rules: [] };
    },
  }),
);

const SetApprovalRulesSuccess = builder.objectRef<{ portal: PortalRow }>('SetApprovalRulesSuccess').implement({
  description: 'The portal has these rules now, and no others. From now on, no older rule decides about anybody.',
  fields: (t) => ({
    portal: t.field({ type: Portal, description: 'The portal with the new rules.', resolve: ({ portal }) => portal }),
  }),
});

builder.mutationField('setApprovalRules', (t) =>
  t.fieldWithInput({
    type: SetApprovalRulesSuccess,
    nullable: true,
    description:
      'Replaces the rules that decide about registrations. A registration is evaluated once, when its email address is ' +
      'verified. Stale if somebody else has changed the rules since you read them. For an OWNER of the portal.',
    errors: { types: [NotAllowed, NotFound, Stale, InvalidInput, ConfirmationRequired] },
    typeOptions: { description: 'All approval rules of a portal.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      version: t.input.int({
        required: true,
        description: 'The version of the rules that you read, from `portal.settings.approvalRules`. 0 if there were never any.',
      }),
      rules: t.input.field({
        type: [ApprovalRuleInput],
        required: true,
        description: 'The rules, at most 50, in their order. Rules that are left out are removed.',
      }),
      applyToPending: t.input.boolean({
        description:
          'Whether the new rules are also applied to registrations that wait already. A job does that; ' +
          '`portal.settings.pendingEvaluation` tells how far it is.',
      }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ portal: await setApprovalRules(app, await caller(), input) }),
  }),
);
