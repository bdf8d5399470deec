import type { ApprovalRuleAct, ApprovalRuleInput, FindRulesQuery, RuleHereFragment } from '../../generated/operations.ts';

export type Settings = NonNullable<NonNullable<FindRulesQuery['portal']>['settings']>;

/** What rules can name. */
export type Names = Pick<Settings, 'signUpFields' | 'ssoConnections'> & { links: { id: string; label: string | null }[] };

/** Of `values`, each is a line of the text; of a box, it is `true` or `false`. */
export type DraftAnswer = { field: string; by: 'VALUES' | 'PATTERN'; text: string };

/** Null for a condition that the rule has not. Of a list, each entry is a line of the text. */
export type DraftConditions = {
  emailDomains: string | null;
  emails: string | null;
  answers: DraftAnswer[] | null;
  connections: string[] | null;
  groups: string | null;
  invitation: { any: boolean; ids: string[] } | null;
  disposableEmail: boolean | null;
  refusedBefore: boolean | null;
};

/** A rule while somebody edits it. Its name may change or be empty, so the page knows it by `key`. */
export type DraftRule = {
  key: string;
  name: string;
  act: ApprovalRuleAct;
  reason: string;
  matchesEverybody: boolean;
  when: DraftConditions;
};

export const CONDITIONS = [
  'emailDomains',
  'answers',
  'connections',
  'groups',
  'invitation',
  'emails',
  'disposableEmail',
  'refusedBefore',
] as const satisfies (keyof DraftConditions)[];

export type Condition = (typeof CONDITIONS)[number];

const NONE: DraftConditions = {
  emailDomains: null,
  emails: null,
  answers: null,
  connections: null,
  groups: null,
  invitation: null,
  disposableEmail: null,
  refusedBefore: null,
};

let lastKey = 0;
const nextKey = () => String(++lastKey);

export const newRule = (): DraftRule => ({
  key: nextKey(),
  name: '',
  act: 'APPROVE',
  reason: '',
  matchesEverybody: false,
  when: { ...NONE, emailDomains: '' },
});

/** What a condition begins with when it is added. */
export const begun = (condition: Condition, { signUpFields: [first] }: Names): Partial<DraftConditions> =>
  ({
    emailDomains: { emailDomains: '' },
    emails: { emails: '' },
    groups: { groups: '' },
    connections: { connections: [] },
    answers: { answers: [answerOf(first)] },
    invitation: { invitation: { any: true, ids: [] } },
    disposableEmail: { disposableEmail: true },
    refusedBefore: { refusedBefore: true },
  })[condition];

export const answerOf = (field: Names['signUpFields'][number] | undefined): DraftAnswer => ({
  field: field?.key ?? '',
  by: 'VALUES',
  text: field?.kind === 'BOOLEAN' ? 'true' : '',
});

const asText = (entries: string[] | null) => entries?.join('\n') ?? null;

export const draftOf = (rules: RuleHereFragment[]): DraftRule[] =>
  rules.map(({ name, then, reason, matchesEverybody, when }) => ({
    key: nextKey(),
    name,
    act: then,
    reason: reason ?? '',
    matchesEverybody,
    when: {
      emailDomains: asText(when.emailDomains),
      emails: asText(when.emails),
      groups: asText(when.groups),
      connections: when.connections,
      answers:
        when.answers?.map(({ field, values, pattern }) => ({
          field,
          by: pattern === null ? 'VALUES' : 'PATTERN',
          text: pattern ?? values?.join('\n') ?? '',
        })) ?? null,
      invitation: when.invitation && { any: when.invitation.any, ids: when.invitation.ids },
      disposableEmail: when.disposableEmail,
      refusedBefore: when.refusedBefore,
    },
  }));

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const asList = (text: string | null) => (text === null ? null : linesOf(text));

export const inputOf = (rules: DraftRule[], { signUpFields }: Names): ApprovalRuleInput[] =>
  rules.map(({ name, act: then, reason, matchesEverybody, when }) => ({
    name,
    then,
    reason: then === 'REFUSE' ? reason : null,
    matchesEverybody: matchesEverybody && !hasConditions(when),
    when: {
      emailDomains: asList(when.emailDomains),
      emails: asList(when.emails),
      groups: asList(when.groups),
      connections: when.connections,
      answers:
        when.answers?.map(({ field, by, text }) => {
          if (by === 'PATTERN') return { field, pattern: text };
          const isBoolean = signUpFields.find(({ key }) => key === field)?.kind === 'BOOLEAN';
          return { field, values: linesOf(text).map((value) => (isBoolean ? value === 'true' : value)) };
        }) ?? null,
      invitation: when.invitation && (when.invitation.any ? { any: true } : { ids: when.invitation.ids }),
      disposableEmail: when.disposableEmail,
      refusedBefore: when.refusedBefore,
    },
  }));

export const hasConditions = (when: DraftConditions): boolean => Object.values(when).some((condition) => condition !== null);

/** Whether the API can evaluate it: nothing that is needed is empty. */
export function isComplete({ name, act, reason, matchesEverybody, when }: DraftRule): boolean {
  if (!name.trim() || (act === 'REFUSE' && !reason.trim())) return false;
  if (!hasConditions(when)) return matchesEverybody;
  const lists = [when.emailDomains, when.emails, when.groups].filter((text) => text !== null);
  const texts = [...lists, ...(when.answers ?? []).map(({ text }) => text)];
  const chosen = [when.connections, when.answers, when.invitation?.any ? null : when.invitation?.ids];
  return texts.every((text) => text.trim()) && chosen.every((entries) => entries?.length !== 0);
}
