import { PothosValidationError } from '@pothos/core';
import { GraphQLError } from 'graphql';
import * as errors from '../../domain/errors.ts';
import type { Issue } from '../../domain/issue.ts';
import { orTooBusy } from '../../domain/too-busy.ts';
import { builder } from './builder.ts';
import { DeveloperStatus } from './enums.ts';
import { Issue as IssueType, told } from './issues.ts';

export const ErrorInterface = builder.interfaceRef<Error>('Error').implement({
  description: 'A failure that people can act on. Ask for `message` here, for more on the concrete type.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'One or two plain sentences, to show to the person.' }),
  }),
});

/**
 * What all error types share. Told apart by name, so that an error may also be told as a value: GraphQL throws what a resolver
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
    'The input is not what it must be; nothing was done. `message` is all `issues` in one text, each after the name of its field: ' +
    'a form shows the issues beside the fields instead.',
  fields: (t) => ({
    issues: t.field({
      type: [IssueType],
      description: 'One for each thing that is wrong.',
      resolve: ({ issues }) => issues.map(told),
    }),
  }),
});

builder.objectType(errors.InvalidToken, {
  ...named('InvalidToken'),
  description:
    'The token of the link, or the code of a log-in with SSO, is unknown, expired, used up or meant for something else; a new one ' +
    'has to be asked for.',
});

builder.objectType(errors.InvalidCredentials, {
  ...named('InvalidCredentials'),
  description: 'The address or the password is wrong; which of them is told to nobody.',
});

builder.objectType(errors.NotApproved, {
  ...named('NotApproved'),
  description: 'The password was right, but the registration is not approved.',
  fields: (t) => ({
    status: t.field({ type: DeveloperStatus, description: 'PENDING, REJECTED or REVOKED.', resolve: ({ status }) => status }),
  }),
});

builder.objectType(errors.NotAllowed, {
  ...named('NotAllowed'),
  description: 'Nobody is logged in, or the role does not allow this.',
});

builder.objectType(errors.NotFound, {
  ...named('NotFound'),
  description: 'There is no such thing, or it is out of the reach of who asks.',
});

builder.objectType(errors.Conflict, {
  ...named('Conflict'),
  description:
    'The registration is not in the state that the act starts from; perhaps somebody else was faster. Nothing was done.',
  fields: (t) => ({
    status: t.field({ type: DeveloperStatus, description: 'The status it has.', resolve: ({ status }) => status }),
  }),
});

builder.objectType(errors.RegistrationClosed, {
  ...named('RegistrationClosed'),
  description: 'The portal takes no registrations at the moment.',
});

builder.objectType(errors.PasswordLoginOff, {
  ...named('PasswordLoginOff'),
  description: 'The portal logs nobody in by a password; `portal.ssoConnections` says how else.',
});

builder.objectType(errors.TooManyAttempts, {
  ...named('TooManyAttempts'),
  description: 'Too many attempts, or too many log-ins at once. Try again later.',
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'Seconds after which another attempt makes sense.' }),
  }),
});

/**
 * The GraphQL error for a field that cannot answer and has no union with a fitting member, such as a query.
 * @returns null for an error that no client may see
 */
export function queryError(error: unknown): GraphQLError | null {
  if (error instanceof PothosValidationError) return queryError(new errors.InvalidInput([ofPaging(error)]));
  if (error instanceof errors.NotAllowed) return new GraphQLError(error.message, { extensions: { code: 'NOT_ALLOWED' } });
  if (error instanceof errors.InvalidInput) {
    return new GraphQLError(error.message, { extensions: { code: 'INVALID_INPUT', issues: error.issues.map(told) } });
  }
  const tooMany = orTooBusy(error);
  if (tooMany instanceof errors.TooManyAttempts) {
    const { message, retryAfter } = tooMany;
    return new GraphQLError(message, { extensions: { code: 'TOO_MANY_ATTEMPTS', retryAfter } });
  }
  return null;
}

/** A cursor of nothing, or two directions at once; Pothos does not say in which argument. */
const ofPaging = ({ message }: PothosValidationError): Issue => ({ path: [], code: 'MALFORMED', message });
