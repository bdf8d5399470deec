import type { Bulk, Decision, Invitation, Model, Person, Rule, Status } from '../state.ts';
import { addJob, awaits, butRegistration, closeJob, endLinks, endSessions, isRequest, living, note } from './basics.ts';

export type Verb = 'approve' | 'reject' | 'revoke' | 'reinstate';

const VERBS: Record<Verb, { from: Status[]; to: Status; event: string }> = {
  approve: { from: ['PENDING'], to: 'APPROVED', event: 'developer.approved' },
  reject: { from: ['PENDING'], to: 'REJECTED', event: 'developer.rejected' },
  revoke: { from: ['APPROVED'], to: 'REVOKED', event: 'developer.revoked' },
  reinstate: { from: ['REJECTED', 'REVOKED'], to: 'APPROVED', event: 'developer.reinstated' },
};

const MAILS = { APPROVED: 'sendApprovedEmail', REJECTED: 'sendRejectedEmail', REVOKED: 'sendRevokedEmail' } as const;

const isShutOut = (status: Status): boolean => status === 'REJECTED' || status === 'REVOKED';

function turn(m: Model, person: Person, to: Status): void {
  // A decision ends the question, whoever makes it.
  if (person.status === 'PENDING' && to !== 'PENDING' && person.awaitsUntil !== null)
    endLinks(m, person, ({ purpose }) => purpose === 'ANSWER_QUESTION');
  person.status = to;
  person.claim = to === 'PENDING' ? person.claim : null;
}

function addDecision(person: Person, to: Status, more: Pick<Decision, 'by'> & Partial<Decision>): Decision {
  const decision: Decision = {
    id: null,
    person,
    from: person.status,
    to,
    undoableUntil: null,
    undoes: null,
    isUndone: false,
    isMailed: false,
    ...more,
  };
  person.decisions.push(decision);
  return decision;
}

/** Null if the admin may do it. */
export function whyNot(verb: Verb, person: Person): 'NotFound' | 'Conflict' | null {
  if (person.isGone) return 'NotFound';
  return person.verified !== null && VERBS[verb].from.includes(person.status) ? null : 'Conflict';
}

export function decide(m: Model, admin: number, verb: Verb, people: Person[]): void {
  const { to, event } = VERBS[verb];
  for (const person of people.filter((one) => whyNot(verb, one) === null)) {
    // What the person was told stays told.
    if (person.isStatusTold) for (const earlier of person.decisions) earlier.undoableUntil = null;
    const undoableUntil = m.now + m.settings.undoWindow;
    const decision = addDecision(person, to, { by: admin, undoableUntil });
    turn(m, person, to);
    Object.assign(person, { claim: null, awaitsUntil: null, isStatusTold: false });
    addJob(m, MAILS[to as keyof typeof MAILS], { person, decision, dueAt: undoableUntil });
    note(m, event, person);
    if (isShutOut(to)) shutOut(m, person);
  }
}

function shutOut(m: Model, person: Person): void {
  endLinks(m, person, butRegistration);
  endSessions(m, person);
}

const laterThan = (decision: Decision): Decision[] =>
  decision.person.decisions
    .slice(decision.person.decisions.indexOf(decision) + 1)
    .filter(({ undoes, isUndone }) => undoes === null && !isUndone);

const untriedJob = (m: Model, decision: Decision) => m.jobs.find((job) => job.decision === decision && job.attempts === 0);

export function undo(m: Model, admin: number, isOwner: boolean, decision: Decision): string | null {
  const { person } = decision;
  if (person.isGone) return 'NotFound';
  if (decision.by !== admin && !isOwner) return 'NotAllowed';
  const job = untriedJob(m, decision);
  const isTooLate = person.status !== decision.to || person.isStatusTold || laterThan(decision).length > 0;
  if (decision.undoableUntil === null || isTooLate || !job) return 'Conflict';
  closeJob(m, job);
  decision.isUndone = true;
  addDecision(person, decision.from, { by: admin, undoes: decision });
  turn(m, person, decision.from);
  if (isShutOut(decision.from)) endLinks(m, person, butRegistration);
  note(m, 'developer.decision-undone', person);
  return null;
}

/** Until when the last decision can be undone, if the mail about it has not been tried. */
export function undoableUntil(m: Model, person: Person): number | null {
  const open = person.decisions.filter(
    (decision) => decision.to === person.status && decision.undoableUntil !== null && untriedJob(m, decision),
  );
  return open.length > 0 ? Math.max(...open.map((decision) => decision.undoableUntil ?? 0)) : null;
}

/** When to look again, or whether this decision is still to be told. */
export function howToTell(m: Model, decision: Decision): { until: number } | boolean {
  const later = laterThan(decision);
  const undoable = later.filter((one) => (one.undoableUntil ?? 0) > m.now && untriedJob(m, one));
  if (undoable.length > 0) return { until: Math.max(...undoable.map((one) => one.undoableUntil ?? 0)) };
  const { person, to } = decision;
  return !person.isGone && person.status === to && !later.some((one) => one.to === to);
}

function ruled(m: Model, person: Person, to: 'APPROVED' | 'REJECTED', by: Invitation | null): void {
  const decision = addDecision(person, to, { by: by ? by.admin : null });
  turn(m, person, to);
  Object.assign(person, { isEvaluated: true, claim: null, awaitsUntil: null, isStatusTold: false });
  note(m, to === 'APPROVED' ? 'developer.approved' : 'developer.rejected', person);
  if (to === 'REJECTED' || person.isToldToWait) addJob(m, MAILS[to], { person, decision });
  if (to === 'REJECTED') shutOut(m, person);
}

const ruleFor = (m: Model, { email }: Person): Rule | undefined =>
  m.settings.rules.find(({ domain }) => email.endsWith(`@${domain}`));

function evaluate(m: Model, person: Person): void {
  const by = person.invitation?.isApproved ? person.invitation : null;
  const act = by ? 'APPROVE' : (ruleFor(m, person)?.then ?? (m.settings.autoApprove ? 'APPROVE' : 'QUEUE'));
  if (act === 'QUEUE') person.isEvaluated = true;
  else ruled(m, person, act === 'APPROVE' ? 'APPROVED' : 'REJECTED', by);
}

export function evaluateOnce(m: Model, person: Person): void {
  if (isRequest(person) && !person.isEvaluated) evaluate(m, person);
}

export function evaluateAll(m: Model): void {
  for (const person of living(m).filter(isRequest)) evaluate(m, person);
}

export function decideBulk(m: Model, { admin, act, people }: Bulk): void {
  decide(m, admin, act, people);
}

export function claim(m: Model, admin: number, person: Person, until: number): 'NotFound' | 'Conflict' | null {
  if (person.isGone) return 'NotFound';
  const isTaken = person.claim !== null && person.claim.until > m.now && person.claim.admin !== admin;
  if (!isRequest(person) || awaits(m, person) || isTaken) return 'Conflict';
  const isOwn = person.claim !== null && person.claim.until > m.now;
  if (!isOwn) note(m, 'request.claimed', person);
  person.claim = { admin, until };
  return null;
}
