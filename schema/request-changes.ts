import { NotAllowed } from '../domain/errors.ts';
import { mayAnywhere } from '../domain/permissions.ts';
import { type RequestsChange, requestsChanged } from '../domain/streams/requests-changed.ts';
import { hashSecret } from '../domain/tokens/secrets.ts';
import { builder } from './api/builder.ts';
import { MOST_COUNTED } from './api/paging.ts';
import { reachOf } from './api/reach.ts';
import { RequestCounts } from './requests.ts';

const RequestState = builder.enumType('RequestState', {
  description: 'What a request is now.',
  values: {
    WAITING: { description: 'It waits for an admin.' },
    CLAIMED: { description: 'An admin has claimed it.' },
    WAITING_FOR_APPLICANT: { description: 'There is an open question to the person.' },
    GONE: { description: 'It is decided or deleted, so it is no request any more.' },
  } as const,
});

const ChangedRequest = builder.objectRef<{ id: string; state: typeof RequestState.$inferType }>('ChangedRequest').implement({
  description: 'A request that changed.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the developer.' }),
    state: t.expose('state', { type: RequestState, description: 'What the request is now.' }),
  }),
});

const RequestsChanged = builder.objectRef<RequestsChange>('RequestsChanged').implement({
  description: 'A message about the requests: their counts, and what changed since the last message.',
  fields: (t) => ({
    counts: t.field({
      type: RequestCounts,
      description: 'How many requests there are now.',
      resolve: ({ counts }) => counts,
    }),
    changed: t.field({
      type: [ChangedRequest],
      nullable: true,
      description:
        'The requests that changed since the last message. Empty in the first message. Null if any request may have changed: load ' +
        'your list again then.',
      resolve: ({ changed }) => changed,
    }),
  }),
});

builder.subscriptionField('requestsChanged', (t) =>
  t.field({
    type: RequestsChanged,
    description:
      'Sends a message when a request comes in, is claimed or decided, or when there is a question to the person, usually within a ' +
      'second. The first message has the counts. The stream does not keep your session alive. It ends with NOT_ALLOWED when your session ' +
      'or your API token ends, or you lose your role. At most 5 streams for one session or one token. NOT_ALLOWED for people who are ' +
      'not admins, and for portals that you ' +
      'cannot read.',
    args: { portal: t.arg.string({ description: 'The slug of one portal. Leave it out for all portals of the admin.' }) },
    subscribe: async (_, { portal }, context) => {
      const me = await context.caller();
      if (!me || !mayAnywhere(me, 'read')) throw new NotAllowed();
      const { portalId } = await reachOf(context, portal);
      const watcher = {
        portalId: portal == null ? null : String(portalId),
        mostCounted: MOST_COUNTED,
        caller: context.callerNow,
      };
      const session = hashSecret((await context.client.token('admin')) ?? '').toString('hex');
      return requestsChanged(context.app, session, watcher);
    },
    resolve: (change) => change,
  }),
);
