import { PothosValidationError } from '@pothos/core';
import { GraphQLError } from 'graphql';
import * as errors from '../../domain/errors.ts';
import type { Issue } from '../../domain/issue.ts';
import { orTooBusy } from '../../domain/too-busy.ts';
import { BotChallenge } from './bot-challenge.ts';
import { builder } from './builder.ts';
import { DeveloperStatus, SecondFactorKind } from './enums.ts';
import { inWords } from './in-words.ts';
import { Issue as IssueType, told } from './issues.ts';
import { passkeyOptions } from './passkey-options.ts';

export const ErrorInterface = builder.interfaceRef<Error>('Error').implement({
  description: 'An expected failure. Read `message` here, and more fields on the concrete type.',
  fields: (t) => ({
    message: t.string({
      description:
        'One or two sentences, written for the person. Show them if you have no text of your own. They are in the first language of ' +
        '`Accept-Language` that Gatehouse has (English, German, Japanese), else in English.',
      resolve: (error, _args, { client }) => inWords(error, client.languages),
    }),
  }),
});

/**
 * What all error types share. The name tells them apart, so that an error can also be a value: GraphQL throws what a resolver
 * returns as an Error.
 */
const named = (name: string) => ({
  name,
  isTypeOf: (value: unknown) => value instanceof Object && 'name' in value && value.name === name,
  interfaces: [ErrorInterface],
});

/**
 * An expected failure as a value, for a field that lists the results of several acts.
 * @throws any other error, which is masked in its field
 */
export function asValue(error: Error) {
  if (!(error instanceof errors.DomainError)) throw error;
  return { ...error, name: error.name, message: error.message };
}

builder.objectType(errors.InvalidInput, {
  ...named('InvalidInput'),
  description:
    'The input is not valid. Nothing was changed. `message` joins all issues in one text; a form shows each of ' +
    '`issues` beside its field.',
  fields: (t) => ({
    issues: t.field({
      type: [IssueType],
      description: 'One issue for each problem of the input.',
      resolve: ({ issues }, _args, { client }) => issues.map((issue) => told(issue, client.languages)),
    }),
  }),
});

builder.objectType(errors.InvalidToken, {
  ...named('InvalidToken'),
  description: 'The token or code is unknown, too old, used, or made for another purpose. Ask for a new one.',
});

builder.objectType(errors.InvalidCredentials, {
  ...named('InvalidCredentials'),
  description: 'The email address or the password is wrong. The API never tells which.',
});

builder.objectType(errors.NotApproved, {
  ...named('NotApproved'),
  description: 'The log-in is right, but the registration is not approved.',
  fields: (t) => ({
    status: t.field({
      type: DeveloperStatus,
      description: 'The status of the registration: PENDING, REJECTED or REVOKED.',
      resolve: ({ status }) => status,
    }),
    statusToken: t.exposeString('statusToken', {
      description:
        'A token for `registration`, `correctRegistration` and `withdrawRegistration`, for 30 minutes. It is no session.',
    }),
  }),
});

builder.objectType(errors.NotAllowed, {
  ...named('NotAllowed'),
  description: 'Nobody is logged in, or the role of the admin does not allow this.',
});

builder.objectType(errors.NotFound, {
  ...named('NotFound'),
  description: 'The thing does not exist, or you are not allowed to see it.',
});

builder.objectType(errors.Conflict, {
  ...named('Conflict'),
  description:
    'The registration has a status that this mutation does not start from, perhaps because another admin was ' +
    'faster. Nothing was changed.',
  fields: (t) => ({
    status: t.field({
      type: DeveloperStatus,
      description: 'The status that the registration has now.',
      resolve: ({ status }) => status,
    }),
  }),
});

builder.objectType(errors.Stale, {
  ...named('Stale'),
  description: 'What you read has changed since. Nothing was changed. Load it again, and decide anew.',
});

const InvitationEnd = builder.enumType('InvitationEnd', {
  description: 'Why an invitation cannot be used any more.',
  values: {
    USED: { description: 'The invited person registered, or the link has no uses left.' },
    EXPIRED: { description: 'The invitation is too old.' },
    REVOKED: { description: 'The invitation was revoked.' },
  } as const,
});

builder.objectType(errors.InvitationEnded, {
  ...named('InvitationEnded'),
  description: 'The invitation cannot be used any more. Nothing was changed.',
  fields: (t) => ({
    state: t.field({
      type: InvitationEnd,
      description: 'The state that the invitation has now.',
      resolve: ({ state }) => state,
    }),
  }),
});

builder.objectType(errors.RegistrationClosed, {
  ...named('RegistrationClosed'),
  description: 'The portal accepts no registrations at the moment.',
});

builder.objectType(errors.PasswordLoginOff, {
  ...named('PasswordLoginOff'),
  description:
    'There is no password log-in. `portal.ssoConnections` lists the other ways for developers, and `adminLogInMethods` those ' +
    'for admins.',
});

const BotCheckFault = builder.enumType('BotCheckFault', {
  description: 'Why the portal asks for the solution of a challenge.',
  values: {
    MISSING: { description: 'There was no solution in `botCheck`.' },
    WRONG: { description: 'The solution is wrong, or its challenge is not one of this portal.' },
    EXPIRED: { description: 'The challenge of the solution has ended.' },
    USED: { description: 'The solution was used already.' },
  } as const,
});

builder.objectType(errors.BotCheckRequired, {
  ...named('BotCheckRequired'),
  description:
    'The portal checks that the client is not a bot. Nothing was changed. Solve `botChallenge`, and send the same again with the ' +
    'solution in `botCheck`.',
  fields: (t) => ({
    reason: t.field({
      type: BotCheckFault,
      description: 'What is wrong with `botCheck`.',
      resolve: ({ reason }) => reason,
    }),
    botChallenge: t.expose('botChallenge', { type: BotChallenge, description: 'A new challenge, to solve once.' }),
  }),
});

builder.objectType(errors.SecondFactorRequired, {
  ...named('SecondFactorRequired'),
  description:
    'The password is right, and this person has a second factor. No session is open yet. Confirm the log-in within 5 minutes ' +
    'and 5 attempts.',
  fields: (t) => ({
    challenge: t.exposeString('challenge', { description: 'The token of this step, to send with the proof. It counts once.' }),
    methods: t.expose('methods', { type: [SecondFactorKind], description: 'The kinds of proof that this person can give.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'The time when this step ends.' }),
    passkeyOptions: t.exposeString('passkeyOptions', passkeyOptions),
  }),
});

builder.objectType(errors.SecondFactorMissing, {
  ...named('SecondFactorMissing'),
  description:
    'The password is right, but the installation requires a second factor, and this admin has none. The admin gets an email with a ' +
    'link that sets one up. No session is open.',
});

builder.objectType(errors.ConfirmationRequired, {
  ...named('ConfirmationRequired'),
  description:
    'This opens doors for others, so the admin has to confirm it. Nothing was changed. Call `adminConfirm`, and repeat this ' +
    'within 10 minutes.',
});

builder.objectType(errors.TooManyAttempts, {
  ...named('TooManyAttempts'),
  description: 'There were too many attempts, or the server is too busy. Nothing was changed. Try again later.',
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'The number of seconds to wait before the next attempt.' }),
  }),
});

/**
 * The GraphQL error for a field that cannot answer and has no union with a fitting member, such as a query.
 * @param languages those that the client reads, as tags of BCP 47, the dearest first
 * @returns null for an error that clients must not see
 */
export function queryError(error: unknown, languages: readonly string[]): GraphQLError | null {
  const found = error instanceof PothosValidationError ? new errors.InvalidInput([ofPaging(error)]) : orTooBusy(error);
  const extensions = extensionsOf(found, languages);
  return extensions && found instanceof errors.DomainError ? new GraphQLError(inWords(found, languages), { extensions }) : null;
}

function extensionsOf(error: unknown, languages: readonly string[]): Record<string, unknown> | null {
  if (error instanceof errors.NotAllowed) return { code: 'NOT_ALLOWED' };
  if (error instanceof errors.InvalidInput)
    return { code: 'INVALID_INPUT', issues: error.issues.map((issue) => told(issue, languages)) };
  if (error instanceof errors.InvalidToken) return { code: 'INVALID_TOKEN' };
  if (error instanceof errors.TooManyAttempts) return { code: 'TOO_MANY_ATTEMPTS', retryAfter: error.retryAfter };
  return null;
}

/** A cursor of nothing, or two directions at once; Pothos does not say in which argument. */
const ofPaging = ({ message }: PothosValidationError): Issue => ({ path: [], code: 'MALFORMED', message });
