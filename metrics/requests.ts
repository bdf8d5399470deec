import { Counter, Histogram, type Registry } from 'prom-client';
import * as errors from '../domain/errors.ts';
import type { Measures } from '../domain/measures.ts';
import { firstOf, oneOf } from './bounded-label.ts';

/**
 * The server hands on only names of fields of the schema, which are fewer. This holds if it ever hands on another one.
 * @limit names: Operations that `/metrics` tells apart. Beyond: They are counted as `other`.
 */
export const MOST_OPERATIONS = 400;

/** From what a cache answers to what a person gives up on. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Answers that are no errors of the domain: the client left, the request was no GraphQL that is answered here, or a bug. */
const RESULTS = ['Success', 'HungUp', 'Refused', 'Unexpected', ...Object.keys(errors)];

/** The acts that open a session, or say why not. */
const LOG_INS: Record<string, 'developer' | 'admin'> = {
  logIn: 'developer',
  logInWithPasskey: 'developer',
  logInWithSso: 'developer',
  confirmSecondFactor: 'developer',
  adminLogIn: 'admin',
  adminLogInWithPasskey: 'admin',
  adminConfirmSecondFactor: 'admin',
};

/** What a server answers. */
export function measureRequests(registry: Registry): Pick<Measures, 'request' | 'act' | 'botCheck' | 'logIn'> {
  const registers = [registry];
  const requests = new Counter({
    name: 'gatehouse_requests_total',
    help:
      'Requests by operation and result. The operation is the first field of a GraphQL document, or page, asset, sso, health or other. ' +
      'The result is Success, the name of an error of the API, Refused for what is not answered, HungUp, or Unexpected.',
    labelNames: ['operation', 'result'],
    registers,
  });
  const durations = new Histogram({
    name: 'gatehouse_request_duration_seconds',
    help: 'Seconds from the head of a request to the end of its answer, without subscriptions.',
    labelNames: ['operation'],
    buckets: SECONDS,
    registers,
  });
  const signUps = new Counter({
    name: 'gatehouse_sign_ups_total',
    help: 'Sign-up forms that were sent, by the result that the person got.',
    labelNames: ['result'],
    registers,
  });
  const botChecks = new Counter({
    name: 'gatehouse_bot_checks_total',
    help:
      'Acts of strangers at portals that asked for the solution of a challenge, by result: passed, MISSING, WRONG, EXPIRED or USED. ' +
      'MISSING alone says little: programs get the challenge by it.',
    labelNames: ['result'],
    registers,
  });
  const logIns = new Counter({
    name: 'gatehouse_log_ins_total',
    help:
      'Log-ins of developers and admins, by result: Success if a session was opened, the name of an error of the API, or the reason ' +
      'of a log-in with SSO that failed, in capitals.',
    labelNames: ['realm', 'result'],
    registers,
  });
  // So that a rate is known from the first one on.
  signUps.inc({ result: 'Success' }, 0);
  botChecks.inc({ result: 'passed' }, 0);
  for (const realm of ['developer', 'admin']) logIns.inc({ realm, result: 'Success' }, 0);

  const operationOf = firstOf(MOST_OPERATIONS);
  const resultOf = oneOf(RESULTS);
  const logIn: Measures['logIn'] = (realm, result) => logIns.inc({ realm, result });
  return {
    request: (name, result, seconds) => {
      const operation = operationOf(name);
      requests.inc({ operation, result: resultOf(result) });
      if (seconds !== null) durations.observe({ operation }, seconds);
    },
    act: (act, result) => {
      if (act === 'signUp') signUps.inc({ result: resultOf(result) });
      const realm = Object.hasOwn(LOG_INS, act) ? LOG_INS[act] : undefined;
      if (realm) logIn(realm, resultOf(result));
    },
    botCheck: (result) => botChecks.inc({ result }),
    logIn,
  };
}
