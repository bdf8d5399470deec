import type { DecisionVerb } from '../domain/decisions/acts.ts';
import { decideAll } from '../domain/decisions/decide-all.ts';
import { matching } from '../domain/developers/list-developers.ts';
import { InvalidInput, NotAllowed, Stale } from '../domain/errors.ts';
import { isId } from '../domain/ids.ts';
import { inReach } from '../domain/permissions.ts';
import type { BulkDecision as BulkDecisionRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { RequestFilter, wantedRequests } from './request-filter.ts';

const BulkDecision = builder.prismaObject('BulkDecision', {
  description: 'A decision about all requests that matched when `approveAll` or `rejectAll` was called. A worker makes it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the bulk decision, a UUID.' }),
    total: t.exposeInt('total', { description: 'The number of requests that matched.' }),
    done: t.exposeInt('done', { description: 'The number of people that it has decided about so far.' }),
    conflicts: t.exposeInt('conflicts', {
      description:
        'The number of people who were skipped, because somebody decided about them or deleted them in the meantime.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time of the call.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'The time when it ended. Null while it runs. It ends before everybody is decided if the admin loses the right to decide: `done` ' +
        'and `conflicts` together are less than `total` then.',
    }),
  }),
});

const DecideAllInput = builder.inputType('DecideAllInput', {
  description: 'The requests to decide about, with a reason for the people and a note for admins.',
  fields: (t) => ({
    portal: t.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
    filter: t.field({ type: RequestFilter, description: 'Conditions that the requests must meet. All requests if left out.' }),
    expectedCount: t.int({
      required: true,
      description:
        'The number of matching requests that you saw, 1 to 10,000: `totalCount` of `requests` with the same filter.',
    }),
    reason: t.string({ description: 'A reason that each person reads in the email, at most 2,000 characters.' }),
    reasonTemplate: t.string({ description: 'The name of a saved reason of the portal, instead of `reason`.' }),
    note: t.string({ description: 'A note that only admins can read, at most 2,000 characters.' }),
  }),
});

function decideAllField(field: 'approveAll' | 'rejectAll', act: Extract<DecisionVerb, 'approve' | 'reject'>, does: string) {
  const Success = builder
    .objectRef<{ bulkDecision: BulkDecisionRow }>(`${field.charAt(0).toUpperCase()}${field.slice(1)}Success`)
    .implement({
      description: `The requests of this call of \`${field}\` are fixed, and a worker decides about them.`,
      fields: (t) => ({
        bulkDecision: t.field({
          type: BulkDecision,
          description: 'The bulk decision. Ask for it again with the query `bulkDecision`, to see how far it is.',
          resolve: ({ bulkDecision }) => bulkDecision,
        }),
      }),
    });
  builder.mutationField(field, (t) =>
    t.field({
      type: Success,
      nullable: true,
      description:
        `${does} all requests that match now, at most 10,000. A worker does it in your name. It skips people about whom somebody else ` +
        'decides in the meantime, and stops if you lose the right to decide. Stale if the number of matching requests is not ' +
        '`expectedCount`. For OWNER and APPROVER.',
      errors: { types: [NotAllowed, Stale, InvalidInput] },
      args: {
        input: t.arg({ type: DecideAllInput, required: true, description: 'The values that this mutation takes.' }),
      },
      resolve: async (_, { input }, context) => {
        const { portal, filter, ...more } = input;
        const wanted = await wantedRequests(context, { portal, filter });
        const [portalId = ''] = wanted.portals ?? [];
        const requests = { portalId, where: matching(wanted) };
        return { bulkDecision: await decideAll(context.app, await context.caller(), act, requests, more) };
      },
    }),
  );
}

decideAllField('approveAll', 'approve', 'Approves');
decideAllField('rejectAll', 'reject', 'Rejects');

builder.queryField('bulkDecision', (t) =>
  t.prismaField({
    type: BulkDecision,
    nullable: true,
    description:
      'A bulk decision, for 30 days after its end. Null if there is none with this id at a portal of the admin who asks.',
    args: { id: t.arg.id({ required: true, description: 'The id of the bulk decision, a UUID.' }) },
    resolve: async (query, _, { id }, { app, caller }) => {
      const me = await caller();
      if (!me || !isId(id)) return null;
      return await app.prisma.bulkDecision.findFirst({ ...query, where: { id, ...inReach(me) } });
    },
  }),
);
