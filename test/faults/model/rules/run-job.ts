import { LIFETIMES } from '../clock.ts';
import type { Asked, ExpectedMail, Job, Model } from '../state.ts';
import { addLink, at, closeJob, endLink, isOpen, isReserved, newPerson, takeMail, works } from './basics.ts';
import { decideBulk, evaluateAll, evaluateOnce, howToTell, undoableUntil } from './decisions.ts';

/** What comes of one attempt: a mail to send, a time to try again, or nothing. */
type Outcome = { mail?: Omit<ExpectedMail, 'job'>; until?: number };

export type Fate = 'DONE' | 'KILLED_BEFORE' | 'KILLED_AFTER' | 'MAIL_REFUSED';

/** @param fate how the attempt ends for the worker; a refused mail is tried again at `retryAt` */
export function runJob(m: Model, job: Job, fate: Fate = 'DONE', retryAt = m.now): void {
  job.attempts++;
  if (fate === 'KILLED_BEFORE') return;
  const { mail, until } = workOn(m, job);
  const isRefused = fate === 'MAIL_REFUSED' && mail !== undefined;
  if (mail && !isRefused) expectMail(m, job, mail);
  if (!m.jobs.includes(job)) return;
  if (fate === 'KILLED_AFTER') job.dueAt = m.now;
  else if (until !== undefined) job.dueAt = until;
  else if (isRefused) job.dueAt = retryAt;
  else closeJob(m, job);
}

function expectMail(m: Model, job: Job, mail: Omit<ExpectedMail, 'job'>): void {
  m.mails.push({ ...mail, job });
  // A second copy has the same Message-ID.
  if (job.decision) job.decision.isMailed = true;
}

function workOn(m: Model, job: Job): Outcome {
  const outcome = job.asked ? answer(m, job, job.asked) : ofAccount(m, job);
  return outcome ?? {};
}

/** A worker looks the address up, and the job becomes that of the mail. */
function answer(m: Model, job: Job, { act, email }: Asked): Outcome | undefined {
  const known = at(m, email);
  const kind = kindOf(m, act, email);
  if (!kind || !takeMail(m, kind, email)) return void closeJob(m, job);
  const person = known ?? newPerson(m, email);
  delete job.asked;
  job.person = person;
  if (kind === 'VERIFICATION') {
    person.askedAt = m.now;
    job.name = 'sendVerificationEmail';
    job.link = addLink(m, 'VERIFY_EMAIL', person, LIFETIMES.verification);
  } else if (kind === 'RESET') {
    job.name = 'sendPasswordResetEmail';
    job.link = addLink(m, 'RESET_PASSWORD', person, LIFETIMES.reset);
  } else if (kind === 'REGISTRATION') {
    job.name = 'sendRegistrationLinkEmail';
    job.link = addLink(m, 'OPEN_REGISTRATION', person, LIFETIMES.registrationLink);
  } else job.name = 'sendRegistrationStatusEmail';
  return ofAccount(m, job);
}

function kindOf(m: Model, act: Asked['act'], email: string): 'VERIFICATION' | 'STATUS' | 'RESET' | 'REGISTRATION' | null {
  const person = at(m, email);
  const isUnverified = !person || person.verified === null;
  if (!person && act !== 'SIGN_UP') return null;
  if (isUnverified && !isReserved(m, email)) return 'VERIFICATION';
  if (act === 'SIGN_UP') return 'STATUS';
  if (act === 'RESEND_VERIFICATION') return null;
  if (act === 'OPEN_REGISTRATION') return isUnverified || person.status === 'APPROVED' ? 'STATUS' : 'REGISTRATION';
  return isUnverified || person.status === 'REJECTED' || person.status === 'REVOKED' ? 'STATUS' : 'RESET';
}

const LINKED = new Map([
  ['sendVerificationEmail', 'verification'],
  ['sendPasswordResetEmail', 'reset'],
  ['sendRegistrationLinkEmail', 'registration'],
  ['sendQuestionEmail', 'question'],
]);

function ofAccount(m: Model, job: Job): Outcome | undefined {
  const { name, person, link, decision, invitation, bulk } = job;
  const linked = LINKED.get(name);
  if (linked && link) return works(m, link) ? { mail: { kind: linked, to: link.person.email, link } } : undefined;
  if (decision) return tell(m, job);
  if (name === 'sendInvitationEmail' && invitation)
    return isOpen(m, invitation) ? { mail: { kind: 'invitation', to: invitation.email, invitation } } : undefined;
  if (name === 'sendRegistrationStatusEmail') return tellStatus(m, job);
  if (name === 'sendConfirmEmailChangeEmail') return confirmMove(m, job);
  if (name === 'sendEmailChangedEmail' && link?.email)
    return works(m, link) ? { mail: { kind: 'moved', to: link.email, link } } : undefined;
  if (name === 'sendVerificationReminderEmail' && link)
    return works(m, link) && link.person.verified === null
      ? { mail: { kind: 'reminder', to: link.person.email, link } }
      : undefined;
  if (name === 'sendPasswordChangedEmail') return person?.isGone ? undefined : { mail: { kind: 'password', to: job.to ?? '' } };
  if (name === 'sendAccountDeletedEmail') return { mail: { kind: 'deleted', to: job.to ?? '' } };
  if (name === 'sendNewDeviceEmail') return newDevice(m, job);
  if (name === 'evaluateApproval' && person) return void evaluateOnce(m, person);
  if (name === 'evaluatePending') return void evaluateAll(m);
  if (name === 'runBulkDecision' && bulk) {
    decideBulk(m, bulk);
    // A second attempt finds nobody left.
    job.bulk = { ...bulk, people: [] };
    return undefined;
  }
  throw new Error(`The model does not know what ${name} does.`);
}

const WORDS = { APPROVED: 'approved', REJECTED: 'rejected', REVOKED: 'revoked', PENDING: '' };

function tell(m: Model, { decision }: Job): Outcome | undefined {
  if (!decision) return;
  const how = howToTell(m, decision);
  if (typeof how === 'object') return how;
  const word = decision.to === 'APPROVED' && decision.from !== 'PENDING' ? 'reinstated' : WORDS[decision.to];
  return how ? { mail: { kind: word, to: decision.person.email } } : undefined;
}

function tellStatus(m: Model, { person }: Job): Outcome | undefined {
  if (!person || person.isGone) return;
  if (person.verified === null) return { mail: { kind: 'taken', to: person.email } };
  const until = undoableUntil(m, person);
  if (until !== null && until > m.now) return { until };
  if (until !== null) person.isStatusTold = true;
  return { mail: { kind: `status ${person.status}`, to: person.email } };
}

/** Whoever has the new address gets a notice in place of the link. */
function confirmMove(m: Model, job: Job): Outcome | undefined {
  const { link } = job;
  if (!link?.email) return;
  const { email, person } = link;
  if (!job.isCounted) {
    job.isCounted = takeMail(m, 'EMAIL_CHANGE', email, `person ${person.id}`);
    if (!job.isCounted) return void endLink(m, link);
  }
  if (!works(m, link)) return;
  const holder = at(m, email);
  const isHeld = (holder && holder !== person && holder.verified !== null) || isReserved(m, email, person);
  return { mail: isHeld ? { kind: 'taken', to: email } : { kind: 'confirm move', to: email, link } };
}

/** The address that the person had at the time of the log-in, as far as a link that undoes a move still tells. */
function newDevice(m: Model, { person, linksBefore }: Job): Outcome | undefined {
  if (!person || person.isGone) return;
  const left = m.links
    .slice(linksBefore)
    .find((link) => link.person === person && link.purpose === 'UNDO_EMAIL_CHANGE' && !link.isEnded);
  return { mail: { kind: 'device', to: left?.email ?? person.email } };
}
