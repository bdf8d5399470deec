import { keepAccount } from '../domain/developers/keep-account.ts';
import { type KeptAccount, keepAccountByLink } from '../domain/developers/keep-account-by-link.ts';
import { InvalidToken, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import type { Developer as DeveloperRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { Developer } from './developers.ts';
import { Portal } from './portals.ts';

const KeepAccountSuccess = builder.objectRef<{ developer: DeveloperRow }>('KeepAccountSuccess').implement({
  description: 'The account stays.',
  fields: (t) => ({
    developer: t.field({
      type: Developer,
      description: 'The developer, whose `deletionDueAt` is null now.',
      resolve: ({ developer }) => developer,
    }),
  }),
});

builder.mutationField('keepAccount', (t) =>
  t.fieldWithInput({
    type: KeepAccountSuccess,
    nullable: true,
    description:
      'Keeps the account of the developer who is logged in, if it is going to be deleted: see `deletionDueAt`. The link in the email ' +
      'about the deletion ends. Changes nothing about an account that stays anyway. NotAllowed if nobody is logged in.',
    errors: { types: [NotAllowed] },
    typeOptions: { description: 'The account that its owner keeps.' },
    input: { portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }) },
    resolve: async (_, { input }, { app, developer }) => ({
      developer: await keepAccount(app, await developer(input.portal)),
    }),
  }),
);

const KeepAccountByLinkSuccess = builder.objectRef<KeptAccount>('KeepAccountByLinkSuccess').implement({
  description: 'The account stays. Nobody is logged in by that.',
  fields: (t) => ({
    portal: t.field({ type: Portal, description: 'The portal of the account.', resolve: ({ portal }) => portal }),
  }),
});

builder.mutationField('keepAccountByLink', (t) =>
  t.fieldWithInput({
    type: KeepAccountByLinkSuccess,
    nullable: true,
    description:
      'Keeps an account that is going to be deleted, with the token from the email about that. Nobody needs to be logged in. ' +
      'InvalidToken if the account was kept or deleted.',
    errors: { types: [InvalidToken, TooManyAttempts] },
    typeOptions: { description: 'The token of the link that was emailed when somebody deleted the account.' },
    input: {
      token: t.input.string({ required: true, description: 'The token of the emailed link. It is valid until the deletion.' }),
    },
    resolve: (_, { input }, { app }) => keepAccountByLink(app, input),
  }),
);
