import { holding } from '../domain/developers/holding.ts';
import type { Wanted } from '../domain/developers/list-developers.ts';
import { InvalidInput } from '../domain/errors.ts';
import { isStorable, lengthOf } from '../domain/text.ts';
import { Prisma } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { Delivery, DeveloperStatus } from './api/enums.ts';
import { reachOf } from './api/reach.ts';

/** @limit characters: Text of `DeveloperFilter.search`. Beyond: INVALID_INPUT. */
export const LONGEST_SEARCH = 200;
/** @limit answers: Answers of `DeveloperFilter.answers`. Beyond: INVALID_INPUT. */
export const MOST_ANSWERS = 20;

export const AnswerFilter = builder.inputType('AnswerFilter', {
  description: 'An answer that the listed developers gave.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'The key of the field, such as `company`.' }),
    value: t.field({ type: 'AnswerValue', required: true, description: 'The exact answer. Case matters.' }),
  }),
});

export const DeveloperFilter = builder.inputType('DeveloperFilter', {
  description: 'Conditions for a list of developers. A developer must meet all that are given.',
  fields: (t) => ({
    status: t.field({ type: [DeveloperStatus], description: 'Developers with one of these statuses.' }),
    emailVerified: t.boolean({
      description: 'True: developers who verified their email address. False: developers who did not.',
    }),
    search: t.string({
      description:
        'Developers whose email address, name or visible answers contain this text. Case does not matter. At most 200 ' +
        'characters.',
    }),
    loggedInSince: t.field({ type: 'DateTime', description: 'Developers who logged in at this time or later.' }),
    notLoggedInSince: t.field({
      type: 'DateTime',
      description: 'Developers who have not logged in since this time, also those who never logged in.',
    }),
    hasLoggedIn: t.boolean({
      description: 'True: developers who have logged in at least once. False: developers who never logged in.',
    }),
    mailState: t.field({
      type: [Delivery],
      description: 'Developers whose `mailState` is one of these, for example BOUNCED and COMPLAINED.',
    }),
    answers: t.field({
      type: [AnswerFilter],
      description:
        'Developers who gave all of these exact answers, at most 20. Answers to fields that the portal no longer has ' +
        'do not count.',
    }),
  }),
});

type Asked = { portal?: string | null | undefined; filter?: typeof DeveloperFilter.$inferInput | null | undefined };

/**
 * The registrations of a list.
 * @throws NotAllowed to strangers, and for a portal out of reach whether or not it exists; InvalidInput
 */
export async function wanted(context: Context, { portal, filter }: Asked): Promise<Wanted> {
  const { portalId } = await reachOf(context, portal);
  const portals = typeof portalId === 'string' ? [portalId] : (portalId?.in ?? null);
  const search = checkSearch(filter?.search);
  const answers = checkAnswers(filter?.answers);
  const found = search ? await holding(context.app, portals, search) : null;
  const { status, emailVerified, mailState } = filter ?? {};
  const conditions = [
    ...(emailVerified == null ? [] : [Prisma.sql`developer.email_verified_at IS ${emailVerified ? NOT_NULL : NULL}`]),
    ...logInConditions(filter ?? {}),
    ...(mailState ? [inState(mailState)] : []),
    ...answers.map(givenAnswer),
    ...(found ? [found.condition] : []),
  ];
  return { portals, statuses: status ?? null, conditions, ofText: found?.ofText ?? null };
}

type LogIns = Pick<typeof DeveloperFilter.$inferInput, 'loggedInSince' | 'notLoggedInSince' | 'hasLoggedIn'>;

const logInConditions = ({ loggedInSince, notLoggedInSince, hasLoggedIn }: LogIns): Prisma.Sql[] => [
  ...(loggedInSince ? [lastLogIn(Prisma.sql`>= ${loggedInSince}`)] : []),
  ...(notLoggedInSince ? [lastLogIn(Prisma.sql`< ${notLoggedInSince}`)] : []),
  ...(hasLoggedIn == null ? [] : [lastLogIn(hasLoggedIn ? Prisma.sql`> 'epoch'` : Prisma.sql`= 'epoch'`)]),
];

/** Names the portal too, because the index begins with it. */
const lastLogIn = (comparison: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT FROM developer_log_ins log_in
  WHERE log_in.developer_id = developer.id AND log_in.portal_id = developer.portal_id AND log_in.last_log_in_at ${comparison})`;

/** Names the portal too, because the index begins with it. Most developers have no row, which means OK. */
function inState(states: (typeof Delivery.$inferType)[]): Prisma.Sql {
  const others = states.filter((state) => state !== 'OK');
  const isOneOf = marked(Prisma.sql`mark.state = ANY (${others}::"Delivery"[])`);
  return states.includes('OK') ? Prisma.sql`(${isOneOf} OR NOT ${marked(Prisma.sql`mark.state <> 'OK'`)})` : isOneOf;
}

const marked = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT FROM mail_states mark
  WHERE mark.developer_id = developer.id AND mark.portal_id = developer.portal_id AND ${condition})`;

const [NULL, NOT_NULL] = [Prisma.sql`NULL`, Prisma.sql`NOT NULL`];

function checkSearch(text: string | null | undefined): string | undefined {
  const search = text?.trim().normalize('NFC');
  if (search && (search.length > 2 * LONGEST_SEARCH || lengthOf(search) > LONGEST_SEARCH || !isStorable(search))) {
    const message = `Must be text of at most ${LONGEST_SEARCH} characters.`;
    const parameters = { maximum: LONGEST_SEARCH };
    throw new InvalidInput([
      { path: ['filter', 'search'], code: isStorable(search) ? 'TOO_LONG' : 'BAD_CHARACTERS', message, parameters },
    ]);
  }
  return search;
}

type Answer = typeof AnswerFilter.$inferInput;

function checkAnswers(wished: Answer[] | null | undefined): Answer[] {
  const answers = wished ?? [];
  if (answers.length > MOST_ANSWERS || answers.some(({ field, value }) => !isStorable(field) || !isStorable(String(value)))) {
    const message = `Must be at most ${MOST_ANSWERS}, of text without control characters.`;
    const code = answers.length > MOST_ANSWERS ? 'TOO_MANY' : 'BAD_CHARACTERS';
    throw new InvalidInput([{ path: ['filter', 'answers'], code, message, parameters: { maximum: MOST_ANSWERS } }]);
  }
  return answers;
}

function givenAnswer({ field, value }: Answer): Prisma.Sql {
  const answer = JSON.stringify([{ field, value: typeof value === 'string' ? value.normalize('NFC') : value }]);
  return Prisma.sql`(developer.answers @> ${answer}::jsonb AND developer.portal_id IN (
    SELECT id FROM portals WHERE sign_up_fields @> ${JSON.stringify([{ key: field }])}::jsonb))`;
}
