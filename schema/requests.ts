import { countDevelopers } from '../domain/developers/list-developers.ts';
import { countRequests, type RequestCounts as RequestCountsRow } from '../domain/requests/count-requests.ts';
import { builder } from './api/builder.ts';
import { isForAdmin } from './api/for-admins.ts';
import { moment } from './api/keyset.ts';
import { nowOf } from './api/now.ts';
import { MOST_COUNTED, pageOf } from './api/paging.ts';
import { Developer, readPage } from './developers.ts';
import { RequestFilter, wantedRequests } from './request-filter.ts';

export const RequestCounts = builder.objectRef<RequestCountsRow>('RequestCounts').implement({
  description: 'How many requests there are. Gatehouse counts to 10,000: this number means 10,000 or more.',
  fields: (t) => ({
    waiting: t.exposeInt('waiting', { description: 'The requests that wait for an admin, claimed or not.' }),
    claimed: t.exposeInt('claimed', { description: 'The requests that an admin has claimed.' }),
    waitingForApplicant: t.exposeInt('waitingForApplicant', {
      description: 'The requests with an open question to the person.',
    }),
    oldestSince: t.expose('oldestSince', {
      type: 'DateTime',
      nullable: true,
      description: 'The time since which the oldest request waits for an admin. Null if none waits.',
    }),
  }),
});

builder.prismaObjectFields(Developer, (t) => ({
  waitingSince: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'The time since which the person waits for a decision: when the email address was verified. Null for a registration ' +
      'that is not verified or is decided, and if the developer asks.',
    resolve: async (developer, _, context) => ((await isForAdmin(developer, context)) ? developer.waitingSince : null),
  }),
  askedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'The time when an admin asked the question that is open: the request waits for the person. Null if no question is open, and if ' +
      'the developer asks.',
    select: { portalId: true, awaitsApplicantUntil: true, questions: { where: { endedAt: null }, take: 1 } },
    resolve: async (developer, _, context) => {
      const { awaitsApplicantUntil, questions } = developer;
      if (!awaitsApplicantUntil || !(await isForAdmin(developer, context))) return null;
      return awaitsApplicantUntil > (await nowOf(context)) ? (questions[0]?.createdAt ?? null) : null;
    },
  }),
  queuedByRule: t.string({
    nullable: true,
    description: 'The name of the rule that left the decision to an admin. Null if there was none, and if the developer asks.',
    resolve: async (developer, _, context) => ((await isForAdmin(developer, context)) ? developer.queuedByRule : null),
  }),
}));

builder.queryField('requests', (t) =>
  t.connection(
    {
      type: Developer,
      nullable: true,
      description:
        'The requests: people with a verified email address who wait for a decision, in pages of 20, at most 100. The one ' +
        'that has waited longest comes first. A question or a claim does not change its place. Fails with NOT_ALLOWED for ' +
        'other people and for other portals.',
      args: {
        portal: t.arg.string({ description: 'The slug of one portal. Leave it out for all portals of the admin.' }),
        filter: t.arg({ type: RequestFilter, description: 'Conditions that the requests must meet.' }),
      },
      resolve: async (_, args, context, info) => {
        const { app } = context;
        const listed = await wantedRequests(context, args);
        const page = pageOf(args, {
          order: { by: [{ column: 'waitingSince', kind: moment, direction: 'asc' }], id: 'asc' },
          where: {},
          find: (_slice, window) => readPage(context, info, listed, window),
          count: (most) => countDevelopers(app, listed, most),
        });
        return Object.assign(page, { counts: () => countRequests(app, listed.portals, MOST_COUNTED) });
      },
    },
    {
      description: 'A page of a list of requests.',
      fields: (t) => ({
        counts: t.field({
          type: RequestCounts,
          description: 'How many requests the portals of this list have. `filter` does not count here.',
          resolve: ({ counts }) => counts(),
        }),
      }),
    },
    { description: 'A request on a page, with its cursor.' },
  ),
);
