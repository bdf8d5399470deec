import { InvalidInput } from '../domain/errors.ts';
import { isStorable } from '../domain/text.ts';
import type { Prisma } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { nowOf } from './api/now.ts';
import { reachOf } from './api/reach.ts';

const ClaimedBy = builder.enumType('ClaimedBy', {
  description: 'Who can have claimed a request.',
  values: {
    ME: { description: 'The admin who asks.' },
    NOBODY: { description: 'No admin at the moment.' },
  } as const,
});

export const RequestFilter = builder.inputType('RequestFilter', {
  description: 'Conditions for a list of requests. A request must meet all that are given.',
  fields: (t) => ({
    waitingBefore: t.field({ type: 'DateTime', description: 'Requests that have waited since before this time.' }),
    queuedByRule: t.string({ description: 'Requests that the rule with this exact name left to an admin.' }),
    claimedBy: t.field({ type: ClaimedBy, description: 'Requests that you have claimed, or that nobody has claimed.' }),
    waitingForApplicant: t.boolean({
      description: 'True: requests with an open question to the person. False: requests that wait for an admin.',
    }),
  }),
});

type Wanted = { portal?: string | null | undefined; filter?: typeof RequestFilter.$inferInput | null | undefined };

/**
 * The Prisma filter for a list of requests.
 * @throws NotAllowed to strangers, and for a portal out of reach whether or not it exists; InvalidInput
 */
export async function wantedRequests(context: Context, { portal, filter }: Wanted): Promise<Prisma.DeveloperWhereInput> {
  const reach = await reachOf(context, portal);
  return { ...reach, waitingSince: { not: null }, AND: filter ? await conditions(context, filter) : [] };
}

async function conditions(context: Context, filter: typeof RequestFilter.$inferInput): Promise<Prisma.DeveloperWhereInput[]> {
  const { waitingBefore, queuedByRule, claimedBy, waitingForApplicant } = filter;
  if (queuedByRule && !isStorable(queuedByRule)) {
    const message = 'Must not contain control characters.';
    throw new InvalidInput([{ path: ['filter', 'queuedByRule'], code: 'BAD_CHARACTERS', message }]);
  }
  const [admin, now] = await Promise.all([context.admin(), nowOf(context)]);
  const isOver = (end: 'claimedUntil' | 'awaitsApplicantUntil') => ({ OR: [{ [end]: null }, { [end]: { lte: now } }] });
  return [
    waitingBefore ? { waitingSince: { lt: waitingBefore } } : {},
    queuedByRule == null ? {} : { queuedByRule },
    claimedBy === 'ME' ? { claimedById: admin?.id ?? null, claimedUntil: { gt: now } } : {},
    claimedBy === 'NOBODY' ? isOver('claimedUntil') : {},
    waitingForApplicant === true ? { awaitsApplicantUntil: { gt: now } } : {},
    waitingForApplicant === false ? isOver('awaitsApplicantUntil') : {},
  ];
}
