import { type Preview, previewApprovalRules } from '../domain/portals/preview-approval-rules.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';
import { ApprovalRuleAct, ApprovalRuleInput } from './approval-rule-input.ts';
import { Developer } from './developers.ts';

const PreviewedRegistrations = builder.enumType('PreviewedRegistrations', {
  description: 'The registrations that a preview of approval rules evaluates.',
  values: {
    PENDING: { description: 'Those that wait for a decision, at most 10,000. The one that has waited longest comes first.' },
    RECENT: {
      description: 'The 1,000 that were verified last, decided or not: `status` shows what was decided, `then` what would be.',
    },
  } as const,
});

const PreviewCount = builder.objectRef<Preview['counts'][number]>('PreviewCount').implement({
  description: 'How many registrations with the same status the same rule would decide.',
  fields: (t) => ({
    rule: t.exposeString('rule', {
      nullable: true,
      description: 'The name of the rule. Null if no rule matches, so that `autoApprove` decides.',
    }),
    then: t.expose('then', { type: ApprovalRuleAct, description: 'What would happen to these registrations.' }),
    status: t.expose('status', { type: DeveloperStatus, description: 'The status that these registrations have now.' }),
    people: t.exposeInt('people', { description: 'The number of these registrations.' }),
  }),
});

const PreviewedPerson = builder.objectRef<Preview['people'][number]>('PreviewedPerson').implement({
  description: 'What the rules would do with one registration.',
  fields: (t) => ({
    developer: t.prismaField({
      type: Developer,
      nullable: true,
      description: 'The person, with the status of now. Null if the person was deleted meanwhile.',
      resolve: (query, { developerId }, _, { app }) =>
        app.prisma.developer.findUnique({ ...query, where: { id: developerId } }),
    }),
    rule: t.exposeString('rule', {
      nullable: true,
      description: 'The name of the first rule that matches. Null if none does.',
    }),
    then: t.expose('then', { type: ApprovalRuleAct, description: 'What would happen to the registration.' }),
  }),
});

const ApprovalRulesPreview = builder.objectRef<Preview>('ApprovalRulesPreview').implement({
  description: 'What rules would do with the registrations of a portal.',
  fields: (t) => ({
    evaluated: t.exposeInt('evaluated', { description: 'The number of registrations that were evaluated.' }),
    counts: t.expose('counts', {
      type: [PreviewCount],
      description: 'The registrations, counted by rule, outcome and status.',
    }),
    people: t.expose('people', { type: [PreviewedPerson], description: 'The first registrations, as many as `first` says.' }),
  }),
});

builder.queryField('previewApprovalRules', (t) =>
  t.field({
    type: ApprovalRulesPreview,
    nullable: true,
    description:
      'Shows what approval rules would do, with what is known of each person now. Nothing is changed. For an OWNER of the portal: ' +
      'fails with NOT_ALLOWED for other people, and with INVALID_INPUT for rules that `setApprovalRules` would refuse.',
    args: {
      portal: t.arg.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      rules: t.arg({
        type: [ApprovalRuleInput],
        required: true,
        description: 'The rules to try, at most 50, in their order.',
      }),
      over: t.arg({ type: PreviewedRegistrations, required: true, description: 'The registrations to evaluate.' }),
      first: t.arg.int({ defaultValue: 20, description: 'The number of people to list: 20 if left out, at most 100.' }),
    },
    resolve: async (_, { first, ...args }, { app, caller }) =>
      previewApprovalRules(app, await caller(), { ...args, first: first ?? 20 }),
  }),
);
