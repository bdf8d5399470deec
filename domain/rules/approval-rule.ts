import * as z from 'zod';

export const RULE_ACTS = ['APPROVE', 'QUEUE', 'REFUSE'] as const;

export type RuleAct = (typeof RULE_ACTS)[number];

const texts = z.array(z.string()).nullable();

const conditions = z.object({
  emails: texts,
  /** As A-labels. `*.example.com` means all levels below. */
  emailDomains: texts,
  disposableEmail: z.boolean().nullable(),
  /** Each has either `values` or `pattern`. */
  answers: z
    .array(
      z.object({
        field: z.string(),
        values: z.array(z.union([z.string(), z.boolean()])).nullable(),
        pattern: z.string().nullable(),
      }),
    )
    .nullable(),
  invitation: z.object({ any: z.boolean(), ids: z.array(z.string()) }).nullable(),
  connections: texts,
  groups: texts,
  refusedBefore: z.boolean().nullable(),
});

export type Conditions = z.output<typeof conditions>;

const approvalRule = z.object({
  name: z.string(),
  when: conditions,
  then: z.enum(RULE_ACTS),
  /** Only of REFUSE. The person reads it. */
  reason: z.string().nullable(),
  matchesEverybody: z.boolean(),
});

export type ApprovalRule = z.output<typeof approvalRule>;

export type ApprovalRules = { version: number; rules: ApprovalRule[] };

/** `stored` is null if the portal has no rules. */
export const rulesIn = (stored: unknown): ApprovalRule[] => z.array(approvalRule).parse(stored ?? []);
