import { registrationChanged } from '../domain/streams/registration-changed.ts';
import type { DeveloperStatus as Status } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';

const RegistrationChanged = builder.objectRef<Status>('RegistrationChanged').implement({
  description: 'A message about a registration: its status.',
  fields: (t) => ({
    status: t.field({
      type: DeveloperStatus,
      description: 'The status now. An admin can undo a decision for a short time; until then this is the status before.',
      resolve: (status) => status,
    }),
  }),
});

builder.subscriptionField('registrationChanged', (t) =>
  t.field({
    type: RegistrationChanged,
    description:
      'The status of a registration, now and when it is decided. An email tells it too. It ends after the decision. At most 5 streams for ' +
      'one registration. Fails with INVALID_TOKEN for a token that is unknown, or older than 24 hours.',
    args: {
      token: t.arg.string({ required: true, description: 'The `watchToken` of `setPassword` or `resetPassword`.' }),
    },
    subscribe: async (_, { token }, { app }) => await registrationChanged(app, token),
    resolve: (status) => status,
  }),
);
