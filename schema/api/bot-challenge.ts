import type { BotCheckRequired } from '../../domain/errors.ts';
import { builder } from './builder.ts';

export const BotChallenge = builder.objectRef<BotCheckRequired['botChallenge']>('BotChallenge').implement({
  description:
    'A challenge that costs a computer some work to solve (ALTCHA, proof of work version 2). It needs no act of the person.',
  fields: (t) => ({
    challenge: t.exposeString('challenge', {
      description:
        'The challenge, as the text of a JSON object. Parse it, and give it to `solveChallenge` of `altcha-lib`, or to another ' +
        'library or widget of ALTCHA.',
    }),
    difficulty: t.exposeInt('difficulty', {
      description: 'The number of tries that the solution takes at most, from 500 up to 8,000 in a flood.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'The time when the challenge ends, 10 minutes after it was made.',
    }),
  }),
});

/** The argument of acts that ask strangers for a solution. */
export const solution = {
  description:
    'The solution of a `BotChallenge` of the portal, as the Base64 text of the JSON object `{"challenge": ..., "solution": ...}`: ' +
    'what the libraries of ALTCHA call payload. It works once. Needed while `botChallenge` answers a challenge. Admins and API ' +
    'tokens with a role at the portal need none.',
} as const;
