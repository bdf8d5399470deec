import type { DecisionResult as DecisionResultRow } from '../domain/decisions/each-on-its-own.ts';
import { InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { claimRequests } from '../domain/requests/claim-requests.ts';
import { releaseRequests } from '../domain/requests/release-requests.ts';
import { isClaimed } from '../domain/requests/why-not-claim.ts';
import { Admin } from './admins.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { asValue, ErrorInterface } from './api/errors.ts';
import { isForAdmin } from './api/for-admins.ts';
import { nowOf } from './api/now.ts';
import { Developer } from './developers.ts';

builder.prismaObjectFields(Developer, (t) => ({
  // Without `select`: the developer would be read again, and may be deleted since the act that answers.
  claimedBy: t.prismaField({
    type: Admin,
    nullable: true,
    description:
      'The admin who has claimed the request and looks at it now. Other admins can still decide. Null if nobody has claimed it, ' +
      'and if the developer asks.',
    resolve: async (query, developer, _, context) =>
      developer.claimedById && (await isClaimShown(developer, context))
        ? await context.app.prisma.admin.findUnique({ ...query, where: { id: developer.claimedById } })
        : null,
  }),
  claimedUntil: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'The time when the claim ends, unless it is renewed. Null if nobody has claimed the request, and if the developer asks.',
    resolve: async (developer, _, context) => ((await isClaimShown(developer, context)) ? developer.claimedUntil : null),
  }),
}));

async function isClaimShown(
  developer: { portalId: string; waitingSince: Date | null; claimedUntil: Date | null },
  context: Context,
): Promise<boolean> {
  return (await isForAdmin(developer, context)) && isClaimed(developer, await nowOf(context));
}

const ClaimResult = builder.objectRef<DecisionResultRow>('ClaimResult').implement({
  description: 'The result of claiming or releasing one request.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the developer.' }),
    developer: t.field({
      type: Developer,
      nullable: true,
      description: 'The developer with the claim as it is now. Null if there is no such developer for you.',
      resolve: ({ developer }) => developer,
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why nothing was changed: NotFound, NotAllowed or Conflict. Null on success.',
      resolve: ({ error }) => error && asValue(error),
    }),
  }),
});

const success = (name: string, description: string) =>
  builder.objectRef<{ results: DecisionResultRow[] }>(name).implement({
    description,
    fields: (t) => ({
      results: t.field({
        type: [ClaimResult],
        description: 'One result for each request: in the order of `ids`, or the one that has waited longest first.',
        resolve: ({ results }) => results,
      }),
    }),
  });

const ClaimRequestsSuccess = success(
  'ClaimRequestsSuccess',
  'Each request was claimed, or has an error. The list is empty if `count` was given and no request is free.',
);

builder.mutationField('claimRequests', (t) =>
  t.fieldWithInput({
    type: ClaimRequestsSuccess,
    nullable: true,
    description:
      'Claims requests, so that no other admin gets the same ones. Other admins see the claim and can still decide. A claim ends after ' +
      '2 minutes, with a decision, with a question, or with `releaseRequests`. To renew it, claim the same `ids` again. An admin can ' +
      'have 20 claims at a time: one more is InvalidInput. Conflict for a request that another admin has claimed, that waits for the ' +
      'person, or that is decided. NotFound if there is no such portal. For OWNER and APPROVER.',
    errors: { types: [NotAllowed, InvalidInput, NotFound] },
    typeOptions: { description: 'The requests to claim: either the oldest ones, or those with these ids.' },
    input: {
      portal: t.input.string({
        description:
          'The slug of the portal whose requests you want. Leave it out for all portals where you are allowed to decide.',
      }),
      count: t.input.int({
        description:
          'How many requests you want, 1 to 20: those that have waited longest, that nobody has claimed, and that do not wait for the person.',
      }),
      ids: t.input.idList({ description: 'The ids of 1 to 20 developers. Leave out `count` then.' }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ results: await claimRequests(app, await admin(), input) }),
  }),
);

const ReleaseRequestsSuccess = success('ReleaseRequestsSuccess', 'Each claim has ended, or has an error.');

builder.mutationField('releaseRequests', (t) =>
  t.fieldWithInput({
    type: ReleaseRequestsSuccess,
    nullable: true,
    description:
      'Ends your claims, so that other admins can claim these requests. Conflict for a request that you have not claimed. For OWNER ' +
      'and APPROVER.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The requests to release.' },
    input: {
      ids: t.input.idList({ required: true, description: 'The ids of 1 to 100 developers. Each one is handled separately.' }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ results: await releaseRequests(app, await admin(), input) }),
  }),
);
