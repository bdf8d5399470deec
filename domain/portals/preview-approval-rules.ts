import * as z from 'zod';
import { type DeveloperStatus, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput, NotAllowed } from '../errors.ts';
import { parseInput } from '../input.ts';
import { type Caller, may } from '../permissions.ts';
import type { ApprovalRule, RuleAct } from '../rules/approval-rule.ts';
import { type RuleList, readRules } from '../rules/read-rules.ts';
import { approvalRulesInput } from '../rules/rule-input.ts';
import { type Ruled, rulePeople } from '../rules/rule-people.ts';
import { unknownNames } from '../rules/unknown-names.ts';
import { connectionIdsOf } from './connection-ids.ts';
import { isSlug } from './find-portal.ts';

/** @limit developers: People who wait that `previewApprovalRules` evaluates. Beyond: The others are left out. */
export const MOST_PENDING = 10_000;
/** @limit developers: People verified last that `previewApprovalRules` evaluates. Beyond: The others are left out. */
export const MOST_RECENT = 1_000;
/** @limit developers: People whom `previewApprovalRules` lists. Beyond: INVALID_INPUT. */
export const MOST_LISTED = 100;
/** @limit developers: People that one statement of a preview reads. Beyond: Another statement follows. */
export const READ_TOGETHER = 200;

const previewInput = z.object({
  rules: approvalRulesInput,
  first: z.int().min(0, 'Must be at least 0.').max(MOST_LISTED, `Must be at most ${MOST_LISTED}.`),
});

export type Preview = {
  evaluated: number;
  /** In the order of the rules. `rule` is null if no rule matches. */
  counts: { rule: string | null; then: RuleAct; status: DeveloperStatus; people: number }[];
  people: { developerId: string; rule: string | null; then: RuleAct }[];
};

type Asked = { portal: string; rules: unknown; over: 'PENDING' | 'RECENT'; first: number };

/** Changes nothing. */
export async function previewApprovalRules(
  app: App,
  caller: Caller | null,
  { portal: slug, over, ...input }: Asked,
): Promise<Preview> {
  const portal = isSlug(slug) ? await app.prisma.portal.findUnique({ where: { slug }, select: { id: true } }) : null;
  if (!caller || !portal || !may(caller, 'configure', portal.id)) throw new NotAllowed();
  const { rules, first } = parseInput(previewInput, input);
  const present = await readRules(app.prisma, portal.id);
  if (!present) throw new NotAllowed();
  const issues = unknownNames(rules, {
    fields: present.fields,
    connectionIds: await connectionIdsOf(app.prisma, portal.id),
  });
  if (issues.length > 0) throw new InvalidInput(issues);
  const people = over === 'PENDING' ? await findPending(app, portal.id) : await findRecent(app, portal.id);
  const ruled = await ruleAll(app, { ...present, rules }, people);
  return {
    evaluated: ruled.length,
    counts: countsOf(rules, ruled),
    people: ruled.slice(0, first).map(({ id, act, rule }) => ({ developerId: id, rule: rule?.name ?? null, then: act })),
  };
}

type Person = { id: string; status: DeveloperStatus };

const findPending = ({ prisma }: App, portalId: string): Promise<Person[]> =>
  prisma.developer.findMany({
    where: { portalId, waitingSince: { not: null } },
    orderBy: [{ waitingSince: 'asc' }, { id: 'asc' }],
    select: { id: true, status: true },
    take: MOST_PENDING,
  });

const findRecent = ({ prisma }: App, portalId: string): Promise<Person[]> =>
  prisma.developer.findMany({
    where: { portalId, emailVerifiedAt: { not: null } },
    orderBy: [{ emailVerifiedAt: 'desc' }, { id: 'desc' }],
    select: { id: true, status: true },
    take: MOST_RECENT,
  });

/** Leaves out those who were deleted meanwhile. */
async function ruleAll({ prisma, keys }: App, list: RuleList, people: Person[]): Promise<(Ruled & Person)[]> {
  const all: (Ruled & Person)[] = [];
  for (let at = 0; at < people.length; at += READ_TOGETHER) {
    const some = people.slice(at, at + READ_TOGETHER);
    const ruled = await rulePeople(prisma, keys, list, Prisma.sql`id = ANY(${some.map(({ id }) => id)}::uuid[])`);
    const byId = new Map(ruled.map((one) => [one.id, one]));
    for (const person of some) {
      const one = byId.get(person.id);
      if (one) all.push({ ...one, ...person });
    }
  }
  return all;
}

function countsOf(rules: ApprovalRule[], ruled: (Ruled & Person)[]): Preview['counts'] {
  const placeOf = ({ rule }: Ruled) => (rule ? rules.indexOf(rule) : rules.length);
  const groups = Map.groupBy(
    ruled.toSorted((one, other) => placeOf(one) - placeOf(other)),
    ({ rule, act, status }) => JSON.stringify([rule?.name, act, status]),
  );
  return [...groups.values()].flatMap(([one, ...others]) =>
    one ? { rule: one.rule?.name ?? null, then: one.act, status: one.status, people: 1 + others.length } : [],
  );
}
