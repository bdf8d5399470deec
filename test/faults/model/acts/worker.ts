import { expect } from 'vitest';
import { remindAdmins } from '../../../../domain/decisions/remind-admins.ts';
import type { Claim } from '../../../../domain/jobs/claim-jobs.ts';
import type { Queue } from '../../../../domain/jobs/jobs.ts';
import { Postponed } from '../../../../worker/postponed.ts';
import { purge, tidyUnverified } from '../../../../worker/purge.ts';
import { runJob as work } from '../../../../worker/run-job.ts';
import { LIFETIMES, MINUTE } from '../clock.ts';
import { addJob, addLink, isReserved, living, remove, works } from '../rules/basics.ts';
import { type Fate, runJob } from '../rules/run-job.ts';
import { settle } from '../settle.ts';
import type { Model } from '../state.ts';
import { claimOne, pass, type World } from '../world.ts';

/** A time that no run reaches by itself. */
const RETRY = 6 * MINUTE;

/** One attempt at the job that is due the longest. @returns whether there was one */
export async function workOnce(m: Model, w: World, queue: Queue, fate: Fate = 'DONE'): Promise<boolean> {
  const claimed = await claimOne(w, queue);
  if (!claimed) return false;
  const job = m.jobs.find(({ id }) => id === claimed.id);
  await attempt(w, claimed, fate);
  if (job) runJob(m, job, fate, m.now + RETRY);
  else if (!/^send(NewRequest|RequestReminder)Email$/.test(claimed.name))
    throw new Error(`The model has no job ${claimed.name} ${claimed.id}`);
  await settle(m, w);
  return true;
}

async function attempt({ gatehouse, environment }: World, claimed: Claim, fate: Fate): Promise<void> {
  const { behaviour, refused } = gatehouse.inbox;
  if (fate === 'DONE') return await work(environment, claimed);
  if (fate === 'MAIL_REFUSED') {
    const before = refused.length;
    behaviour.refuseMail = { code: 451, message: 'try again' };
    await work(environment, claimed).finally(() => delete behaviour.refuseMail);
    if (refused.length === before) return;
    await gatehouse.sql("UPDATE jobs SET due_at = now() + $2 * interval '1 millisecond' WHERE id = $1", [claimed.id, RETRY]);
    return;
  }
  // The worker does not come back, and its lease runs out.
  if (fate === 'KILLED_AFTER')
    await environment.handle(environment, claimed).catch((error) => {
      if (!(error instanceof Postponed)) throw error;
    });
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE id = $1 AND status = 'RUNNING'", [claimed.id]);
}

export async function drain(m: Model, w: World): Promise<void> {
  while ((await workOnce(m, w, 'APPROVALS')) || (await workOnce(m, w, 'MAILS')));
  expect(m.jobs.filter(({ dueAt }) => dueAt <= m.now)).toEqual([]);
}

/** From now on a real worker is there, which the doorbell tells of each job. */
export async function startWorker(m: Model, w: World): Promise<void> {
  await drain(m, w);
  w.stopWorker = await w.gatehouse.startWorker();
  m.isWorkerRunning = true;
  // Nothing tells when its own first sweep is over.
  await sweep(m, w);
}

export async function stopWorker(m: Model, w: World): Promise<void> {
  await w.stopWorker?.();
  w.stopWorker = null;
  m.isWorkerRunning = false;
}

export async function timePasses(m: Model, w: World, ms: number): Promise<void> {
  await pass(w, ms);
  m.now += ms;
  // It may be forgotten by now, while the time in its signed challenge has not moved.
  m.usedSolution = null;
}

/** What a worker does every 15 s, besides the jobs. */
export async function sweep(m: Model, w: World): Promise<void> {
  await purge(w.environment);
  await tidyUnverified(w.environment);
  await remindAdmins(w.gatehouse.app);
  sweptBy(m);
}

function sweptBy(m: Model): void {
  for (const link of m.links) if (link.expiresAt <= m.now) link.isEnded = true;
  for (const session of m.sessions) if (session.expiresAt <= m.now) session.isEnded = true;
  for (const invitation of m.invitations)
    if (invitation.expiresAt <= m.now - LIFETIMES.invitationKept) invitation.state = 'FORGOTTEN';
  remindUnverified(m);
  for (const person of living(m)) {
    const isLinked = m.links.some((link) => link.person === person && link.purpose === 'VERIFY_EMAIL' && works(m, link));
    if (person.verified === null && person.askedAt <= m.now - LIFETIMES.unverified && !isLinked) remove(m, person);
  }
}

function remindUnverified(m: Model): void {
  if (!m.settings.registrationOpen) return;
  for (const person of living(m)) {
    const since = m.now - person.askedAt;
    const isDue = since >= LIFETIMES.unverifiedReminder && since < LIFETIMES.unverified;
    if (person.verified !== null || person.isReminded || !isDue || isReserved(m, person.email)) continue;
    person.isReminded = true;
    const link = addLink(m, 'VERIFY_EMAIL', person, LIFETIMES.verification);
    addJob(m, 'sendVerificationReminderEmail', { person, link });
  }
}
