import { PothosValidationError } from '@pothos/core';
import { GraphQLError } from 'graphql';
import * as errors from '../domain/errors.ts';
import { orTooBusy } from '../domain/too-busy.ts';
import { builder } from './builder.ts';
import { DeveloperStatus } from './enums.ts';

export const ErrorInterface = builder.interfaceRef<Error>('Error').implement({
  description: 'A failure that people can act on. Ask for `message` here, for more on the concrete type.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'One or two plain sentences, to show to the person.' }),
  }),
});

/** By name, so that an error may also be told as a value: GraphQL throws what a resolver returns as an Error. */
const isNamed = (name: string) => (value: unknown) => value instanceof Object && 'name' in value && value.name === name;

/**
 * An expected failure as a value, for a field that lists what came of several acts.
 * @throws any other error, which is masked in its field
 */
export function asValue(error: Error) {
  if (!(error instanceof errors.DomainError)) throw error;
  return { ...error, name: error.name, message: error.message };
}

const Issue = builder.objectRef<errors.Issue>('Issue').implement({
  description: 'What is wrong with one field of the input.',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'Where in the input, such as ["email"] or ["ids", "3"].' }),
    message: t.exposeString('message', { description: 'What it must be, to show beside the field.' }),
  }),
});

builder.objectType(errors.InvalidInput, {
  name: 'InvalidInput',
  isTypeOf: isNamed('InvalidInput'),
  description:
    'The input is not what it must be; nothing was done. `message` is all `issues` in one text, each after the name of its field: ' +
    'a form shows the issues beside the fields instead.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({ type: [Issue], description: 'One for each thing that is wrong.', resolve: ({ issues }) => issues }),
  }),
});

builder.objectType(errors.InvalidToken, {
  name: 'InvalidToken',
  isTypeOf: isNamed('InvalidToken'),
  description:
    'The token of the link, or the code of a log-in with SSO, is unknown, expired, used up or meant for something else; a new one ' +
    'has to be asked for.',
  interfaces: [ErrorInterface],
});

builder.objectType(errors.InvalidCredentials, {
  name: 'InvalidCredentials',
  isTypeOf: isNamed('InvalidCredentials'),
  description: 'The address or the password is wrong; which of them is told to nobody.',
  interfaces: [ErrorInterface],
});

builder.objectType(errors.NotApproved, {
  name: 'NotApproved',
  isTypeOf: isNamed('NotApproved'),
  description: 'The password was right, but the registration is not approved.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    status: t.field({ type: DeveloperStatus, description: 'PENDING, REJECTED or REVOKED.', resolve: ({ status }) => status }),
  }),
});

builder.objectType(errors.NotAllowed, {
  name: 'NotAllowed',
  isTypeOf: isNamed('NotAllowed'),
  description: 'Nobody is logged in, or the role does not allow this.',
  interfaces: [ErrorInterface],
});

builder.objectType(errors.NotFound, {
  name: 'NotFound',
  isTypeOf: isNamed('NotFound'),
  description: 'There is no such thing, or it is out of the reach of who asks.',
  interfaces: [ErrorInterface],
});

builder.objectType(errors.Conflict, {
  name: 'Conflict',
  isTypeOf: isNamed('Conflict'),
  description:
    'The registration is not in the state that the act starts from; perhaps somebody else was faster. Nothing was done.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    status: t.field({ type: DeveloperStatus, description: 'The status it has.', resolve: ({ status }) => status }),
  }),
});

builder.objectType(errors.RegistrationClosed, {
  name: 'RegistrationClosed',
  isTypeOf: isNamed('RegistrationClosed'),
  description: 'The portal takes no registrations at the moment.',
  interfaces: [ErrorInterface],
});

builder.objectType(errors.PasswordLoginOff, {
  name: 'PasswordLoginOff',
  isTypeOf: isNamed('PasswordLoginOff'),
  description: 'The portal logs nobody in by a password; `portal.ssoConnections` says how else.',
  interfaces: [ErrorInterface],
});

builder.objectType(errors.TooManyAttempts, {
  name: 'TooManyAttempts',
  isTypeOf: isNamed('TooManyAttempts'),
  description: 'Too many attempts, or too many log-ins at once. Try again later.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'Seconds after which another attempt makes sense.' }),
  }),
});

/**
 * What a field without a fitting member in its union, a query above all, answers with where it cannot answer.
 * @returns null for an error that no client may see
 */
export function queryError(error: unknown): GraphQLError | null {
  if (error instanceof PothosValidationError) return new GraphQLError(error.message, { extensions: { code: 'INVALID_INPUT' } });
  if (error instanceof errors.NotAllowed) return new GraphQLError(error.message, { extensions: { code: 'NOT_ALLOWED' } });
  if (error instanceof errors.InvalidInput) {
    return new GraphQLError(error.message, { extensions: { code: 'INVALID_INPUT', issues: error.issues } });
  }
  const tooMany = orTooBusy(error);
  if (tooMany instanceof errors.TooManyAttempts) {
    const { message, retryAfter } = tooMany;
    return new GraphQLError(message, { extensions: { code: 'TOO_MANY_ATTEMPTS', retryAfter } });
  }
  return null;
}
