import type { Wanted } from '../domain/developers/list-developers.ts';
import { InvalidInput } from '../domain/errors.ts';
import { isStorable } from '../domain/text.ts';
import { Prisma } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { AnswerFilter, wanted } from './developer-filter.ts';

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
    search: t.string({
      description:
        'Requests whose email address, name or visible answers contain this text. Case does not matter. At most 200 ' +
        'characters.',
    }),
    answers: t.field({
      type: [AnswerFilter],
      description:
        'Requests with all of these exact answers, at most 20. Answers to fields that the portal no longer has do not ' +
        'count.',
    }),
  }),
});

type Asked = { portal?: string | null | undefined; filter?: typeof RequestFilter.$inferInput | null | undefined };

/**
 * The requests of a list.
 * @throws NotAllowed to strangers, and for a portal out of reach whether or not it exists; InvalidInput
 */
export async function wantedRequests(context: Context, { portal, filter }: Asked): Promise<Wanted> {
  const { search, answers, ...more } = filter ?? {};
  const listed = await wanted(context, { portal, filter: { search, answers } });
  const isRequest = Prisma.sql`developer.waiting_since IS NOT NULL`;
  return { ...listed, conditions: [isRequest, ...conditions(await context.admin(), more), ...listed.conditions] };
}

type More = Omit<typeof RequestFilter.$inferInput, 'search' | 'answers'>;

function conditions(admin: { id: string } | null, filter: More): Prisma.Sql[] {
  const { waitingBefore, queuedByRule, claimedBy, waitingForApplicant } = filter;
  if (queuedByRule && !isStorable(queuedByRule)) {
    const message = 'Must not contain control characters.';
    throw new InvalidInput([{ path: ['filter', 'queuedByRule'], code: 'BAD_CHARACTERS', message }]);
  }
  const isMine = Prisma.sql`developer.claimed_by_id = ${admin?.id}::uuid`;
  return [
    ...(waitingBefore ? [Prisma.sql`developer.waiting_since < ${waitingBefore}`] : []),
    ...(queuedByRule == null ? [] : [Prisma.sql`developer.queued_by_rule = ${queuedByRule}`]),
    ...(claimedBy === 'ME' ? [Prisma.sql`developer.claimed_until > now()`, isMine] : []),
    ...(claimedBy === 'NOBODY' ? [isOver('claimed_until')] : []),
    ...(waitingForApplicant === true ? [Prisma.sql`developer.awaits_applicant_until > now()`] : []),
    ...(waitingForApplicant === false ? [isOver('awaits_applicant_until')] : []),
  ];
}

function isOver(end: 'claimed_until' | 'awaits_applicant_until'): Prisma.Sql {
  const column = Prisma.raw(`developer.${end}`);
  return Prisma.sql`(${column} IS NULL OR ${column} <= now())`;
}
