import { builder } from './api/builder.ts';

export const ApprovalRuleAct = builder.enumType('ApprovalRuleAct', {
  description: 'What a rule does with a registration that matches.',
  values: {
    APPROVE: { description: 'The registration is approved.' },
    QUEUE: { description: 'The registration waits for the decision of an admin.' },
    REFUSE: { description: 'The registration is rejected. The person gets an email with the reason of the rule.' },
  } as const,
});

const AnswerConditionInput = builder.inputType('AnswerConditionInput', {
  description: 'An answer that a rule looks for: one of `values`, or a text that matches `pattern`.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'The key of a field that the portal has, such as `company`.' }),
    values: t.field({
      type: ['AnswerValue'],
      description: 'At most 500 exact answers, any of which matches. Case matters.',
    }),
    pattern: t.string({
      description:
        'A regular expression that the whole answer must match, such as `.*University.*`. RE2 syntax, without look-around and ' +
        'back-references. At most 200 characters, and at most 50 patterns in all rules.',
    }),
  }),
});

const InvitationConditionInput = builder.inputType('InvitationConditionInput', {
  description: 'The invitations that a rule looks for: either any, or some by their ids.',
  fields: (t) => ({
    any: t.boolean({ description: 'True if any invitation matches.' }),
    ids: t.idList({ description: 'The ids of at most 500 invitations, any of which matches.' }),
  }),
});

const ApprovalConditionsInput = builder.inputType('ApprovalConditionsInput', {
  description: 'The conditions of a rule. All that are given must hold. In a list, one entry that matches is enough.',
  fields: (t) => ({
    emails: t.stringList({ description: 'At most 500 email addresses.' }),
    emailDomains: t.stringList({
      description:
        'At most 500 domains of email addresses. `example.com` means exactly this domain, and `*.example.com` all domains below ' +
        'it. A rule that approves cannot name a domain such as `com` or `co.uk`, below which anybody can get a domain.',
    }),
    disposableEmail: t.boolean({
      description: 'True: the domain is on the list of disposable email addresses. False: it is not.',
    }),
    answers: t.field({ type: [AnswerConditionInput], description: 'At most 20 answers, any of which matches.' }),
    invitation: t.field({ type: InvitationConditionInput, description: 'The invitation that the registration used.' }),
    connections: t.idList({
      description: 'The ids of connections of this portal, one of which registered the person.',
    }),
    groups: t.stringList({
      description: 'At most 500 groups, one of which the identity provider sent when the person was registered. Case matters.',
    }),
    refusedBefore: t.boolean({
      description:
        'True: this email address, without a part such as `+tag`, was rejected or revoked at this portal in the last 2 years. False: ' +
        'it was not.',
    }),
  }),
});

export const ApprovalRuleInput = builder.inputType('ApprovalRuleInput', {
  description: 'A rule to decide about registrations: what must hold, and what happens then.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'The name of the rule, which only admins see: 1 to 100 characters. No two rules have the same name.',
    }),
    when: t.field({
      type: ApprovalConditionsInput,
      description: 'The conditions. Leave them out for a rule that matches everybody.',
    }),
    then: t.field({ type: ApprovalRuleAct, required: true, description: 'What happens to a registration that matches.' }),
    reason: t.string({
      description: 'The reason that a refused person reads in the email. Required for REFUSE. At most 2,000 characters.',
    }),
    matchesEverybody: t.boolean({
      description: 'Must be true for a rule without conditions, so that nobody approves everybody by mistake.',
    }),
  }),
});
