import { InvalidInput } from '../domain/errors.ts';
import { readList } from '../domain/read-list.ts';
import { countDays, type DayCounts, MOST_DAYS } from '../domain/statistics/count-days.ts';
import { countMails, type MailCounts } from '../domain/statistics/count-mails.ts';
import { builder } from './api/builder.ts';
import { MOST_COUNTED } from './api/paging.ts';
import { reachOf } from './api/reach.ts';

const DayStatistics = builder.objectRef<DayCounts>('DayStatistics').implement({
  description: 'What happened on one day, in UTC. People who were deleted since do not count.',
  fields: (t) => ({
    date: t.exposeString('date', { description: 'The day, such as `2026-11-28`.' }),
    verified: t.exposeInt('verified', { description: 'The people who verified their email address on that day.' }),
    approved: t.exposeInt('approved', {
      description: 'The approvals of that day, by rules too. An approval that was undone does not count.',
    }),
    rejected: t.exposeInt('rejected', {
      description: 'The rejections of that day, by rules too. A rejection that was undone does not count.',
    }),
    medianWaitSeconds: t.exposeInt('medianWaitSeconds', {
      nullable: true,
      description:
        'The median time from the verified email address to the decision, in seconds, of the requests that admins and API tokens ' +
        'decided on that day. The newest 10,000 decisions of each portal count. Null if there was no such decision.',
    }),
  }),
});

const MailStatistics = builder.objectRef<MailCounts>('MailStatistics').implement({
  description: 'The emails of the portals. Gatehouse counts each state to 10,000: this number means 10,000 or more.',
  fields: (t) => ({
    accepted: t.exposeInt('accepted', { description: 'The emails that were accepted by the next server in the last 7 days.' }),
    deferred: t.exposeInt('deferred', { description: 'The emails that failed and will be tried again.' }),
    failed: t.exposeInt('failed', { description: 'The emails that failed for good in the last 7 days.' }),
  }),
});

type Reach = { portals: string[] | null; days: number };

const Statistics = builder.objectRef<Reach>('Statistics').implement({
  description: 'How much happened at some portals. `requests { counts }` says how many people wait.',
  fields: (t) => ({
    days: t.field({
      type: [DayStatistics],
      description: 'The days up to today in UTC, the oldest first. A day on which nothing happened is in the list, too.',
      resolve: ({ portals, days }, _, { app }) => readList(app, (there) => countDays(there, portals, days)),
    }),
    mails: t.field({
      type: MailStatistics,
      description: 'The states of the emails of the portals.',
      resolve: ({ portals }, _, { app }) => readList(app, (there) => countMails(there, portals, MOST_COUNTED)),
    }),
  }),
});

builder.queryField('statistics', (t) =>
  t.field({
    type: Statistics,
    nullable: true,
    description:
      'What happened by day, and the state of emails. Fails with NOT_ALLOWED for other people and for other portals.',
    args: {
      portal: t.arg.string({
        description: 'The slug of a portal. If left out, the statistics are of all portals of the admin.',
      }),
      days: t.arg.int({
        defaultValue: 30,
        required: true,
        description: 'The number of days up to today: 30 if left out, 1 to 90.',
      }),
    },
    resolve: async (_, { portal, days }, context) => {
      const { portalId } = await reachOf(context, portal);
      const limits = { minimum: 1, maximum: MOST_DAYS };
      if (days < 1 || days > MOST_DAYS) {
        const code = days < 1 ? 'TOO_LOW' : 'TOO_HIGH';
        throw new InvalidInput([{ path: ['days'], code, message: `Must be 1 to ${MOST_DAYS}.`, parameters: limits }]);
      }
      return { portals: typeof portalId === 'string' ? [portalId] : (portalId?.in ?? null), days };
    },
  }),
);
