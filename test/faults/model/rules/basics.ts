import { HOUR, LIFETIMES, MINUTE } from '../clock.ts';
import type { Invitation, Job, Link, Model, Person, Purpose, Session } from '../state.ts';

export const living = (m: Model): Person[] => m.people.filter(({ isGone }) => !isGone);
export const at = (m: Model, email: string): Person | undefined => living(m).find((person) => person.email === email);

export function newPerson(m: Model, email: string): Person {
  const person: Person = {
    id: null,
    email,
    status: 'PENDING',
    verified: null,
    password: null,
    isEvaluated: false,
    isToldToWait: false,
    isStatusTold: false,
    askedAt: m.now,
    isReminded: false,
    claim: null,
    awaitsUntil: null,
    invitation: null,
    decisions: [],
    isGone: false,
    clientSeenAt: null,
    hasLoggedIn: false,
    newDeviceToldAt: null,
  };
  m.people.push(person);
  return person;
}

export const isRequest = ({ status, verified, isGone }: Person): boolean =>
  !isGone && status === 'PENDING' && verified !== null;
export const awaits = (m: Model, { awaitsUntil }: Person): boolean => awaitsUntil !== null && awaitsUntil > m.now;
export const isClaimed = (m: Model, person: Person): boolean =>
  isRequest(person) && person.claim !== null && person.claim.until > m.now;

export function note(m: Model, type: string, about: Person | null, count = 1): void {
  const known = m.events.find((event) => event.type === type && event.about === about);
  if (known) known.count += count;
  else m.events.push({ type, about, count });
}

export function addJob(m: Model, name: Job['name'], more: Partial<Job> = {}): Job {
  const job: Job = { name, id: null, dueAt: m.now, attempts: 0, ...more };
  m.jobs.push(job);
  return job;
}

export function closeJob(m: Model, job: Job): void {
  m.jobs = m.jobs.filter((one) => one !== job);
}

export function addLink(m: Model, purpose: Purpose, person: Person, lifetime: number, more: Partial<Link> = {}): Link {
  const link = { purpose, person, secret: null, expiresAt: m.now + lifetime, isEnded: false, email: null, ...more };
  m.links.push(link);
  return link;
}

export const works = (m: Model, link: Link): boolean => !link.isEnded && link.expiresAt > m.now && !link.person.isGone;

/** The link of a question takes the wait for the applicant with it, as long as it works. */
export function endLink(m: Model, link: Link): void {
  if (link.purpose === 'ANSWER_QUESTION' && works(m, link)) link.person.awaitsUntil = null;
  link.isEnded = true;
}

export function endLinks(m: Model, person: Person, which: (link: Link) => boolean = () => true): void {
  for (const link of m.links) if (link.person === person && !link.isEnded && which(link)) endLink(m, link);
}

/** A link that shows the registration is for those who may not log in. */
export const butRegistration = ({ purpose }: Link): boolean => purpose !== 'OPEN_REGISTRATION';

export const butUndo = ({ purpose }: Link): boolean => purpose !== 'UNDO_EMAIL_CHANGE';

export function endSessions(m: Model, person: Person, which: (session: Session) => boolean = () => true): number {
  const ended = m.sessions.filter((session) => session.person === person && !session.isEnded && which(session));
  for (const session of ended) session.isEnded = true;
  return ended.length;
}

export const isLive = (m: Model, { person, isEnded, expiresAt, seenAt }: Session): boolean =>
  !isEnded && !person.isGone && person.status === 'APPROVED' && expiresAt > m.now && seenAt > m.now - LIFETIMES.sessionIdle;

/** For 72 hours after a move, the address before it belongs to whoever left it. */
export const isReserved = (m: Model, email: string, except?: Person): boolean =>
  m.links.some(
    (link) => link.purpose === 'UNDO_EMAIL_CHANGE' && link.email === email && works(m, link) && link.person !== except,
  );

export const isOpen = (m: Model, { state, expiresAt }: Invitation): boolean => state === 'OPEN' && expiresAt > m.now;

export function remove(m: Model, person: Person): void {
  endLinks(m, person);
  endSessions(m, person);
  person.isGone = true;
}

/** At most 3 mails a minute and 10 an hour of one kind from one asker to one mailbox, and 20 an hour from all. */
export function takeMail(m: Model, kind: string, email: string, asker = 'this computer'): boolean {
  const key = `${kind} ${email}`;
  const within = (time: number) => m.sent.filter((one) => one.key === key && one.at > m.now - time);
  const own = (time: number) => within(time).filter((one) => one.asker === asker).length;
  const most = own(24 * HOUR) === 0 ? 60 : 20;
  if (own(MINUTE) >= 3 || own(HOUR) >= 10 || within(HOUR).length >= most) return false;
  m.sent.push({ key, at: m.now, asker });
  return true;
}
