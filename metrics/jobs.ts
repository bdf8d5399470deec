import { Counter, Histogram, type Registry } from 'prom-client';
import type { EventType } from '../domain/events/types.ts';
import { payloadSchemas } from '../domain/jobs/jobs.ts';
import type { JobResult, Measures } from '../domain/measures.ts';
import { type ActorKind, Queue } from '../prisma/generated/client/client.ts';
import { oneOf } from './bounded-label.ts';

/** From a short statement to a mail server that hangs. */
const JOB_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60];
/** From at once to the end of the retries, which take a day. */
const MAIL_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400];

const JOBS = Object.keys(payloadSchemas);
const RESULTS: JobResult[] = ['done', 'retried', 'failed', 'postponed'];

const DECISIONS: Partial<Record<EventType, string>> = {
  'developer.approved': 'approved',
  'developer.rejected': 'rejected',
  'developer.revoked': 'revoked',
  'developer.reinstated': 'reinstated',
  'developer.decision-undone': 'undone',
};
const MAKERS: Partial<Record<ActorKind, string>> = {
  ADMIN: 'admin',
  TOKEN: 'token',
  RULE: 'rule',
  PROVIDER: 'provider',
};

/** What a worker does. A server has the same names, and counts nothing. */
export function measureJobs(registry: Registry, isWorker: boolean): Pick<Measures, 'job' | 'mail' | 'swept' | 'decisions'> {
  const registers = [registry];
  const jobs = new Counter({
    name: 'gatehouse_jobs_total',
    help: 'Attempts at jobs, by job and result: done, retried (failed, and will run again), failed (for good) or postponed.',
    labelNames: ['job', 'result'],
    registers,
  });
  const durations = new Histogram({
    name: 'gatehouse_job_duration_seconds',
    help: 'Seconds of one attempt at a job, whatever its result.',
    labelNames: ['job'],
    buckets: JOB_SECONDS,
    registers,
  });
  const mails = new Histogram({
    name: 'gatehouse_mail_latency_seconds',
    help:
      'Seconds from the commit of the job of an email, or from the time when it was due if that is later, to the moment when the ' +
      'mail server took it (250).',
    buckets: MAIL_SECONDS,
    registers,
  });
  const swept = new Counter({
    name: 'gatehouse_swept_jobs_total',
    help: 'New jobs that no ring of the queue brought in time, so that the sweep found them.',
    labelNames: ['queue'],
    registers,
  });
  const decisions = new Counter({
    name: 'gatehouse_decisions_total',
    help:
      'Decisions about registrations, by decision (approved, rejected, revoked, reinstated, undone) and by whom (admin, token, rule, ' +
      'provider). A worker counts each once, when its event gets a number in the audit log.',
    labelNames: ['decision', 'by'],
    registers,
  });
  if (isWorker) {
    // A rate needs the zero before the first one.
    for (const job of JOBS) for (const result of RESULTS) jobs.inc({ job, result }, 0);
    for (const queue of Object.values(Queue)) swept.inc({ queue }, 0);
    for (const decision of Object.values(DECISIONS)) {
      for (const by of Object.values(MAKERS)) decisions.inc({ decision, by }, 0);
    }
  }

  const jobOf = oneOf(JOBS);
  return {
    job: (name, result, seconds) => {
      const job = jobOf(name);
      jobs.inc({ job, result });
      durations.observe({ job }, seconds);
    },
    mail: (seconds) => mails.observe(seconds),
    swept: (queue, count) => swept.inc({ queue }, count),
    decisions: (event, actor, count) => {
      const decision = DECISIONS[event as EventType];
      const by = MAKERS[actor as ActorKind];
      if (decision && by) decisions.inc({ decision, by }, count);
    },
  };
}
