import { registrationChanged } from '../domain/streams/registration-changed.ts';
import type { DeveloperStatus as Status } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';

const RegistrationChanged = builder.objectRef<Status>('RegistrationChanged').implement({
  description: 'A message about a registration: its status.',
  fields: (t) => ({
    status: t.field({
      type: DeveloperStatus,
      description: 'The status. A decision is sent once no admin can undo it any more, which takes at most 5 minutes.',
      resolve: (status) => status,
    }),
  }),
});

builder.subscriptionField('registrationChanged', (t) =>
  t.field({
    type: RegistrationChanged,
    description:
      'Sends the status of a registration now, and again when somebody decides. The person also gets an email. The stream ends after the ' +
      'decision. At most 5 streams for one registration. Fails with INVALID_TOKEN for a token that is unknown, or older than 24 hours.',
    args: {
      token: t.arg.string({ required: true, description: 'The `watchToken` of `setPassword` or `resetPassword`.' }),
    },
    subscribe: async (_, { token }, { app }) => await registrationChanged(app, token),
    resolve: (status) => status,
  }),
);
