import { decideFromMail } from '../domain/decisions/decide-from-mail.ts';
import { Conflict, InvalidInput, InvalidToken, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import type { Developer as DeveloperRow, Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';
import { Portal } from './portals.ts';

const MailedDecision = builder.enumType('MailedDecision', {
  description: 'What an admin decides with the link of an email.',
  values: {
    APPROVE: { description: 'The person can log in.' },
    REJECT: { description: 'The person cannot log in.' },
  } as const,
});

const DecideFromMailSuccess = builder
  .objectRef<{ developer: DeveloperRow; portal: PortalRow }>('DecideFromMailSuccess')
  .implement({
    description: 'The request is decided, and the person is emailed. The link does not work any more.',
    fields: (t) => ({
      status: t.field({
        type: DeveloperStatus,
        description: 'The status of the registration now.',
        resolve: ({ developer }) => developer.status,
      }),
      portal: t.field({ type: Portal, description: 'The portal of the registration.', resolve: ({ portal }) => portal }),
    }),
  });

builder.mutationField('decideFromMail', (t) =>
  t.fieldWithInput({
    type: DecideFromMailSuccess,
    nullable: true,
    description:
      'Approves or rejects one request with the link of an email about new requests, as the admin who got the email. It logs ' +
      'nobody in. NotAllowed if this admin has to log in first, which `link.request.needsLogIn` tells. Conflict if somebody ' +
      'has decided. InvalidToken if the link has ended, also because the admin lost the role.',
    errors: { types: [InvalidInput, InvalidToken, NotAllowed, Conflict, TooManyAttempts] },
    typeOptions: { description: 'The token of a link, the decision, a reason for the person and a note for admins.' },
    input: {
      token: t.input.string({ required: true, description: 'The token of the emailed link.' }),
      act: t.input.field({ type: MailedDecision, required: true, description: 'What to decide.' }),
      reason: t.input.string({ description: 'A reason that the person reads in the email, at most 2,000 characters.' }),
      note: t.input.string({ description: 'A note that only admins can read, at most 2,000 characters.' }),
    },
    resolve: async (_, { input }, { app, admin }) => await decideFromMail(app, await admin(), input),
  }),
);
