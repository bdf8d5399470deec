import { compilePattern } from '../sign-up-form/pattern.ts';
import type { ApprovalRule, Conditions, RuleAct } from './approval-rule.ts';
import { isDisposable } from './disposable-email.ts';

/** What the rules can know of a registration. */
export type Facts = {
  /** In canonical form. */
  email: string;
  /** Only to fields that the portal has. */
  answers: { field: string; value: string | boolean }[];
  invitationId: string | null;
  /** As at the registration, if that was by SSO. */
  connectionId: string | null;
  groups: string[];
  wasRefused: boolean;
  /** By an admin, with a named invitation. */
  isApprovedBeforehand: boolean;
  /** What the link of an invitation has in place of `autoApprove`. */
  approvedByLink: boolean | null;
};

/** `rule` is null if no rule matches. */
export type Ruling = { act: RuleAct; rule: ApprovalRule | null; isApprovedBeforehand: boolean };

type Test = (facts: Facts) => boolean;

/** Compiles the patterns once, for many people. Without a match, `autoApprove` decides, or what a link has in its place. */
export function compileRules(rules: ApprovalRule[], autoApprove: boolean): (facts: Facts) => Ruling {
  const compiled = rules.map((rule) => ({ rule, tests: testsOf(rule.when) }));
  return (facts) => {
    const { isApprovedBeforehand, approvedByLink } = facts;
    if (isApprovedBeforehand) return { act: 'APPROVE', rule: null, isApprovedBeforehand };
    const match = compiled.find(({ tests }) => tests.every((holds) => holds(facts)));
    if (match) return { act: match.rule.then, rule: match.rule, isApprovedBeforehand };
    return { act: (approvedByLink ?? autoApprove) ? 'APPROVE' : 'QUEUE', rule: null, isApprovedBeforehand };
  };
}

function testsOf(when: Conditions): Test[] {
  const { emails, emailDomains, disposableEmail, answers, invitation, connections, groups, refusedBefore } = when;
  const among = (texts: string[]): ((text: string | null) => boolean) => {
    const set = new Set<string | null>(texts);
    return (text) => set.has(text);
  };
  const tests: (Test | null)[] = [
    emails && compose(among(emails), ({ email }) => email),
    emailDomains && compose(isIn(emailDomains), domainOf),
    disposableEmail === null ? null : (facts) => isDisposable(domainOf(facts)) === disposableEmail,
    answers && anyOf(answers.map(answerTest)),
    invitation && compose(invitation.any ? (id) => id !== null : among(invitation.ids), ({ invitationId }) => invitationId),
    connections && compose(among(connections), ({ connectionId }) => connectionId),
    groups && ((facts) => facts.groups.some(among(groups))),
    refusedBefore === null ? null : ({ wasRefused }) => wasRefused === refusedBefore,
  ];
  return tests.filter((test) => test !== null);
}

const compose =
  <Fact>(test: (fact: Fact) => boolean, fact: (facts: Facts) => Fact): Test =>
  (facts) =>
    test(fact(facts));

const anyOf =
  (tests: Test[]): Test =>
  (facts) =>
    tests.some((holds) => holds(facts));

const domainOf = ({ email }: Facts): string => email.slice(email.lastIndexOf('@') + 1);

function isIn(domains: string[]): (domain: string) => boolean {
  const listed = new Set(domains);
  return (domain) => {
    const labels = domain.split('.');
    return listed.has(domain) || labels.some((_, at) => at > 0 && listed.has(`*.${labels.slice(at).join('.')}`));
  };
}

function answerTest({ field, values, pattern }: NonNullable<Conditions['answers']>[number]): Test {
  const fits = pattern === null ? null : compilePattern(pattern);
  const listed = new Set(values);
  return ({ answers }) =>
    answers.some(
      (answer) =>
        answer.field === field && (fits ? typeof answer.value === 'string' && fits(answer.value) : listed.has(answer.value)),
    );
}
