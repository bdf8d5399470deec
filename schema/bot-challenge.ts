import { findBotChallenge } from '../domain/bot-check/find-bot-challenge.ts';
import { BotChallenge } from './api/bot-challenge.ts';
import { builder } from './api/builder.ts';

builder.queryField('botChallenge', (t) =>
  t.field({
    type: BotChallenge,
    nullable: true,
    description:
      'A new challenge for a stranger to solve, whose solution `signUp`, `resendVerification`, `requestPasswordReset` and `requestRegistrationLink` take in ' +
      '`botCheck`. Null while the portal asks for none, which depends on its `botCheck` and on how many emails strangers cause, ' +
      'and never on who asks.',
    args: { portal: t.arg.string({ required: true, description: 'The slug of the portal, such as `demo`.' }) },
    resolve: (_, { portal }, { app }) => findBotChallenge(app, portal),
  }),
);
