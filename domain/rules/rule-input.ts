import * as z from 'zod';
import { parseDomain } from '../addresses/parse-address.ts';
import { isId } from '../ids.ts';
import { address, filled, line, lines } from '../input.ts';
import { saying } from '../issue.ts';
import { issuesOf } from '../issues-of.ts';
import { LONGEST_PATTERN } from '../sign-up-form/field-input.ts';
import { whyNoPattern } from '../sign-up-form/pattern.ts';
import { type ApprovalRule, RULE_ACTS } from './approval-rule.ts';
import { isPublicSuffix } from './public-suffix.ts';

/** @limit rules: Approval rules of a portal. Beyond: InvalidInput. */
export const MOST_RULES = 50;
/** @limit characters: Name of an approval rule. Beyond: InvalidInput. */
export const LONGEST_RULE_NAME = 100;
/** @limit entries: One list of a condition of an approval rule. Beyond: InvalidInput. */
export const MOST_ENTRIES = 500;
/** @limit answers: `answers` of one approval rule. Beyond: InvalidInput. */
export const MOST_ANSWERS = 20;
// Each pattern is matched for each person, and matching blocks the process.
/** @limit patterns: Patterns in all approval rules of a portal. Beyond: InvalidInput. */
export const MOST_PATTERNS = 50;
/** @limit characters: Domain in an approval rule. Beyond: InvalidInput. */
export const LONGEST_DOMAIN = 255; // RFC 1035, 2.3.4: 253 without the root, and `*.`
/** @limit characters: Group in an approval rule. Beyond: InvalidInput. */
export const LONGEST_GROUP = 256;
/** @limit characters: Value of an answer in an approval rule. Beyond: InvalidInput. */
export const LONGEST_VALUE = 2_000;

const list = <Entry extends z.ZodType>(entry: Entry, most = MOST_ENTRIES) =>
  z
    .array(entry)
    .min(1, 'Must have at least one entry. Leave the condition out if it does not matter.')
    .max(most, `Must have at most ${most} entries.`)
    .nullish();

const WILDCARD = '*.';

/** Also takes a single label. A longer name with it shows whether it is one. */
const domain = filled(LONGEST_DOMAIN).transform((text, context) => {
  const isBelow = text.startsWith(WILDCARD);
  const whole = parseDomain(`a.${isBelow ? text.slice(WILDCARD.length) : text}`);
  const problem = saying('NOT_A_DOMAIN', 'Must be a domain such as example.com, or *.example.com for all domains below it.');
  if (!whole) context.addIssue({ code: 'custom', ...problem });
  return whole ? `${isBelow ? WILDCARD : ''}${whole.slice('a.'.length)}` : z.NEVER;
});

const id = z
  .string()
  .refine(isId, 'Must be an id, a UUID.')
  .transform((text) => text.toLowerCase());

const pattern = line(LONGEST_PATTERN).superRefine((text, context) => {
  const problem = whyNoPattern(text);
  if (problem) context.addIssue({ code: 'custom', ...saying('MALFORMED', problem) });
});

const contradictory = (message: string) => saying('CONTRADICTORY', message);

const text = line(LONGEST_VALUE);

/** A union would hide what is wrong with a text. */
const value = z.union([z.boolean(), z.string()]).transform((given, context) => {
  if (typeof given === 'boolean') return given;
  const { data, error } = text.safeParse(given);
  for (const { code, message, parameters } of error ? issuesOf(error) : []) {
    context.addIssue({ code: 'custom', ...saying(code, message, parameters) });
  }
  return data ?? z.NEVER;
});

const answerCondition = z
  .object({
    field: z.string(),
    values: list(value),
    pattern: pattern.nullish(),
  })
  .transform(({ field, values, pattern }) => ({ field, values: values ?? null, pattern: pattern ?? null }))
  .refine(({ values, pattern }) => (values === null) !== (pattern === null), {
    path: ['values'],
    ...contradictory('Give either `values` or `pattern`.'),
  });

const invitationCondition = z
  .object({ any: z.boolean().nullish(), ids: list(id) })
  .transform(({ any, ids }) => ({ any: any ?? false, ids: ids ?? [] }))
  .refine(({ any, ids }) => any !== ids.length > 0, { path: ['any'], ...contradictory('Give either `any: true` or `ids`.') });

const conditions = z
  .object({
    emails: list(address.transform(({ canonical }) => canonical)),
    emailDomains: list(domain),
    disposableEmail: z.boolean().nullish(),
    answers: list(answerCondition, MOST_ANSWERS),
    invitation: invitationCondition.nullish(),
    connections: list(id),
    groups: list(line(LONGEST_GROUP)),
    refusedBefore: z.boolean().nullish(),
  })
  .transform((when) => ({
    emails: when.emails ?? null,
    emailDomains: when.emailDomains ?? null,
    disposableEmail: when.disposableEmail ?? null,
    answers: when.answers ?? null,
    invitation: when.invitation ?? null,
    connections: when.connections ?? null,
    groups: when.groups ?? null,
    refusedBefore: when.refusedBefore ?? null,
  }));

const rule = z
  .object({
    name: line(LONGEST_RULE_NAME),
    when: conditions.nullish(),
    then: z.enum(RULE_ACTS),
    reason: lines.nullish(),
    matchesEverybody: z.boolean().nullish(),
  })
  .transform(
    ({ name, when, then, reason, matchesEverybody }): ApprovalRule => ({
      name,
      when: when ?? conditions.parse({}),
      then,
      reason: reason ?? null,
      matchesEverybody: matchesEverybody ?? false,
    }),
  )
  .superRefine((checked, context) => {
    for (const { path, problem } of problemsOf(checked)) context.addIssue({ code: 'custom', path, ...problem });
  });

type Found = { path: (string | number)[]; problem: ReturnType<typeof saying> };

function problemsOf({ when, then, reason, matchesEverybody }: ApprovalRule): Found[] {
  const hasCondition = Object.values(when).some((condition) => condition !== null);
  const found: (Found | false)[] = [
    !hasCondition &&
      !matchesEverybody && {
        path: ['matchesEverybody'],
        problem: saying('REQUIRED', 'A rule without conditions matches everybody. Say so with `matchesEverybody: true`.'),
      },
    hasCondition &&
      matchesEverybody && {
        path: ['matchesEverybody'],
        problem: contradictory('A rule with conditions does not match everybody.'),
      },
    then === 'REFUSE' &&
      reason === null && {
        path: ['reason'],
        problem: saying('REQUIRED', 'A rule that refuses needs a reason, which is emailed.'),
      },
    then !== 'REFUSE' &&
      reason !== null && { path: ['reason'], problem: contradictory('Only a rule that refuses has a reason.') },
  ];
  return [...found.filter((problem) => problem !== false), ...domainProblems(then, when.emailDomains ?? [])];
}

function domainProblems(then: ApprovalRule['then'], domains: string[]): Found[] {
  return domains.flatMap((text, at) => {
    const isBelow = text.startsWith(WILDCARD);
    const name = isBelow ? text.slice(WILDCARD.length) : text;
    const problem =
      then === 'APPROVE' && isPublicSuffix(name, isBelow)
        ? saying('PUBLIC_SUFFIX', `Anybody can get a domain below ${name}, so a rule cannot approve it.`)
        : !isBelow &&
          !name.includes('.') &&
          saying('NOT_A_DOMAIN', `Nobody has an email address at ${name}. Write *.${name} for all domains below it.`);
    return problem ? [{ path: ['when', 'emailDomains', at], problem }] : [];
  });
}

export const approvalRulesInput = z
  .array(rule)
  .max(MOST_RULES, `Must have at most ${MOST_RULES} entries.`)
  .superRefine((rules, context) => {
    for (const [at, { name }] of rules.entries()) {
      if (rules.findIndex((other) => other.name === name) === at) continue;
      context.addIssue({ code: 'custom', path: [at, 'name'], ...saying('DUPLICATE', 'Another rule has this name.') });
    }
    const patterns = rules.flatMap(({ when }) => when.answers ?? []).filter((answer) => answer.pattern !== null).length;
    const parameters = { maximum: MOST_PATTERNS };
    const tooMany = saying('TOO_MANY', `All rules together can have at most ${MOST_PATTERNS} patterns.`, parameters);
    if (patterns > MOST_PATTERNS) context.addIssue({ code: 'custom', path: [], ...tooMany });
  });
