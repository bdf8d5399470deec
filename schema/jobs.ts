import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { isJobName } from '../domain/jobs/jobs.ts';
import { retryJobs } from '../domain/jobs/retry-jobs.ts';
import { whomAbout } from '../domain/jobs/whom-about.ts';
import { inReach } from '../domain/permissions.ts';
import type { Job as JobRow, Prisma } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { pageOf, selected } from './api/paging.ts';
import { Developer } from './developers.ts';
import { Portal } from './portals.ts';

const JobStatus = builder.enumType('JobStatus', {
  description: 'Where a job stands.',
  values: {
    QUEUED: { description: 'Waits for a worker, perhaps for another attempt.' },
    RUNNING: { description: 'A worker has it.' },
    DONE: { description: 'Done. Kept for 7 days.' },
    FAILED: {
      description: 'Failed for good; `retryJobs` lets it run again. Kept for 90 days, a mail that a stranger caused for 7.',
    },
  } as const,
});

const Job = builder.prismaObject('Job', {
  description: 'One piece of work that a worker does later, such as one mail.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'A UUID; a mail has it in its Message-ID.' }),
    name: t.exposeString('name', { description: 'What it does, such as sendVerificationEmail.' }),
    status: t.expose('status', { type: JobStatus, description: 'Where it stands.' }),
    attempt: t.exposeInt('attempt', { description: 'How often it was tried.' }),
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'From when a worker may take it (again).' }),
    lastError: t.exposeString('lastError', {
      nullable: true,
      description: 'Why the last attempt failed, without addresses; null without.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it became necessary.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was done or failed for good.',
    }),
    portal: t.relation('portal', {
      type: Portal,
      nullable: true,
      description: 'For which portal; null for a mail to an admin about its own account.',
    }),
    developer: t.prismaField({
      type: Developer,
      nullable: true,
      description:
        'Whom it is about, such as who gets the mail; null for a job about an admin or a whole portal, and where what it was ' +
        'about is gone: the registration, or the link of the mail.',
      select: { payload: true, portalId: true },
      resolve: async (query, job, _, { app }) => {
        // Read in any case: a query that nobody reads counts as a forgotten one, which is an error.
        const selection = { ...query };
        const where = whomAbout(job);
        return where && (await app.prisma.developer.findFirst({ ...selection, where }));
      },
    }),
  }),
});

const JobFilter = builder.inputType('JobFilter', {
  description: 'Which jobs to list; what is left out is not looked at.',
  fields: (t) => ({
    status: t.field({ type: [JobStatus], description: 'Those in one of these states.' }),
    name: t.string({ description: 'Those that do this, such as sendVerificationEmail.' }),
  }),
});

builder.queryField('jobs', (t) =>
  t.connection(
    {
      type: Job,
      nullable: true,
      description:
        'Jobs of the portals in the reach of the admin, the newest first; with a role for all portals also those of none. ' +
        'NOT_ALLOWED for everyone else.',
      args: { filter: t.arg({ type: JobFilter, description: 'Which to list.' }) },
      resolve: async (_, args, context, info) => {
        const { job } = context.app.prisma;
        const where = await wanted(context, args.filter);
        return pageOf(args, {
          order: { id: 'desc' },
          where,
          find: (slice) => job.findMany({ ...selected(context, info), ...slice }),
          count: () => job.count({ where }),
        });
      },
    },
    { description: 'A page of jobs.' },
    { description: 'A job and its place in the list.' },
  ),
);

async function wanted(
  context: Context,
  filter: typeof JobFilter.$inferInput | null | undefined,
): Promise<Prisma.JobWhereInput> {
  const admin = await context.admin();
  if (!admin) throw new NotAllowed();
  if (filter?.name && !isJobName(filter.name)) {
    throw new InvalidInput([{ path: ['filter', 'name'], code: 'UNKNOWN_CHOICE', message: 'There is no such job.' }]);
  }
  return {
    ...inReach(admin),
    ...(filter?.status && { status: { in: filter.status } }),
    ...(filter?.name && { name: filter.name }),
  };
}

const RetryJobsSuccess = builder.objectRef<{ jobs: JobRow[] }>('RetryJobsSuccess').implement({
  description: 'The jobs run again.',
  fields: (t) => ({
    jobs: t.field({
      type: [Job],
      description: 'Those that had failed and run again now; others are left out.',
      resolve: ({ jobs }) => jobs,
    }),
  }),
});

builder.mutationField('retryJobs', (t) =>
  t.fieldWithInput({
    type: RetryJobsSuccess,
    nullable: true,
    description: 'Lets failed jobs run again. For OWNER and APPROVER.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'Which jobs to retry.' },
    input: { ids: t.input.idList({ required: true, description: '1 to 100 ids of failed jobs.' }) },
    resolve: async (_, { input }, { app, admin }) => ({ jobs: await retryJobs(app, await admin(), input) }),
  }),
);
