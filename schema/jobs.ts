import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { isJobName } from '../domain/jobs/jobs.ts';
import { retryJobs } from '../domain/jobs/retry-jobs.ts';
import { whomAbout } from '../domain/jobs/whom-about.ts';
import { inReach } from '../domain/permissions.ts';
import { readList } from '../domain/read-list.ts';
import type { Job as JobRow, Prisma } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { pageOf, selected } from './api/paging.ts';
import { together } from './api/together.ts';
import { Developer } from './developers.ts';
import { Portal } from './portals.ts';

const readWhomAbout = together(({ app }, jobs: Pick<JobRow, 'id' | 'payload' | 'portalId'>[]) => whomAbout(app, jobs));

const JobStatus = builder.enumType('JobStatus', {
  description: 'The status of a job.',
  values: {
    QUEUED: { description: 'The job waits for a worker, perhaps for another attempt.' },
    RUNNING: { description: 'A worker runs the job.' },
    DONE: { description: 'The job succeeded. It is kept for 7 days.' },
    FAILED: {
      description:
        'The job failed for good. `retryJobs` runs it again. It is kept for 90 days, or for 7 days if it is an email ' +
        'that anyone can cause.',
    },
  } as const,
});

const Job = builder.prismaObject('Job', {
  description: 'A piece of work that a worker does in the background, such as one email.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the job, a UUID. An email has it in its Message-ID.' }),
    name: t.exposeString('name', { description: 'The kind of work, such as `sendVerificationEmail`.' }),
    status: t.expose('status', { type: JobStatus, description: 'The status of the job.' }),
    attempt: t.exposeInt('attempt', { description: 'The number of times that a worker tried the job.' }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      description: 'The time from which a worker can run the job, or run it again.',
    }),
    lastError: t.exposeString('lastError', {
      nullable: true,
      description: 'The error of the last attempt, without email addresses. Null if there was none.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the job was created.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time when the job succeeded or failed for good. Null before.',
    }),
    portal: t.relation('portal', {
      type: Portal,
      nullable: true,
      description: "The portal of the job. Null for an email to an admin about the admin's own account.",
    }),
    developer: t.prismaField({
      type: Developer,
      nullable: true,
      description:
        'The developer whom the job is about, such as the recipient of the email. Null for a job about an admin or a ' +
        'whole portal, and if the registration is gone.',
      select: { payload: true, portalId: true },
      resolve: async (query, job, _, context) => {
        const id = (await readWhomAbout(context, job)).get(job.id);
        return id === undefined ? null : await context.app.prisma.developer.findUnique({ ...query, where: { id } });
      },
    }),
  }),
});

const JobFilter = builder.inputType('JobFilter', {
  description: 'Conditions for a list of jobs. A job must meet all that are given.',
  fields: (t) => ({
    status: t.field({ type: [JobStatus], description: 'Jobs with one of these statuses.' }),
    name: t.string({ description: 'Jobs of this kind, such as `sendVerificationEmail`. An unknown name is InvalidInput.' }),
  }),
});

builder.queryField('jobs', (t) =>
  t.connection(
    {
      type: Job,
      nullable: true,
      description:
        'The jobs of the portals of the admin who asks, the newest first, in pages of 20, at most 100. An admin of all ' +
        'portals also sees jobs without a portal. Fails with NOT_ALLOWED for other people.',
      args: { filter: t.arg({ type: JobFilter, description: 'Conditions that the jobs must meet.' }) },
      resolve: async (_, args, context, info) => {
        const where = await wanted(context, args.filter);
        return pageOf(args, {
          order: { by: [], id: 'desc' },
          where,
          find: (slice) => readList(context.app, ({ prisma }) => prisma.job.findMany({ ...selected(context, info), ...slice })),
          count: (take) => readList(context.app, ({ prisma }) => prisma.job.count({ where, take })),
        });
      },
    },
    { description: 'A page of a list of jobs.' },
    { description: 'A job on a page, with its cursor.' },
  ),
);

async function wanted(
  context: Context,
  filter: typeof JobFilter.$inferInput | null | undefined,
): Promise<Prisma.JobWhereInput> {
  const caller = await context.caller();
  if (!caller) throw new NotAllowed();
  if (filter?.name && !isJobName(filter.name)) {
    throw new InvalidInput([{ path: ['filter', 'name'], code: 'UNKNOWN_CHOICE', message: 'There is no such job.' }]);
  }
  return {
    ...inReach(caller),
    ...(filter?.status && { status: { in: filter.status } }),
    ...(filter?.name && { name: filter.name }),
  };
}

const RetryJobsSuccess = builder.objectRef<{ jobs: JobRow[] }>('RetryJobsSuccess').implement({
  description: 'The failed jobs run again.',
  fields: (t) => ({
    jobs: t.field({
      type: [Job],
      description: 'The jobs that run again. Jobs that had not failed are left out.',
      resolve: ({ jobs }) => jobs,
    }),
  }),
});

builder.mutationField('retryJobs', (t) =>
  t.fieldWithInput({
    type: RetryJobsSuccess,
    nullable: true,
    description:
      'Runs failed jobs again. Jobs that did not fail are left out of the answer. For OWNER and APPROVER. NotAllowed ' +
      'if no admin is logged in.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The failed jobs to run again.' },
    input: { ids: t.input.idList({ required: true, description: 'The ids of 1 to 100 failed jobs.' }) },
    resolve: async (_, { input }, { app, caller }) => ({ jobs: await retryJobs(app, await caller(), input) }),
  }),
);
