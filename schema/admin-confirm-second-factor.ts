import { adminConfirmSecondFactor } from '../domain/admins/admin-confirm-second-factor.ts';
import type { AdminNewlyLoggedIn } from '../domain/admins/open-admin-session.ts';
import { InvalidCredentials, InvalidInput, InvalidToken, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import type { Admin as AdminRow } from '../prisma/generated/client/client.ts';
import { Admin } from './admins.ts';
import { builder } from './api/builder.ts';
import {
  demandPage,
  deviceToken,
  type HandedOver,
  handOver,
  handOverDevice,
  heldBefore,
  logInSuccess,
  sessionKind,
  type ToDevice,
} from './api/new-session.ts';

const AdminConfirmSecondFactorSuccess = logInSuccess<ToDevice<HandedOver<AdminNewlyLoggedIn>>>(
  'AdminConfirmSecondFactorSuccess',
  'The second factor is right, and the admin is logged in with a new session. The session that this client held before has ended.',
);

builder.objectFields(AdminConfirmSecondFactorSuccess, (t) => ({
  admin: t.field({ type: Admin, description: 'The admin who is logged in.', resolve: ({ admin }): AdminRow => admin }),
}));

builder.mutationField('adminConfirmSecondFactor', (t) =>
  t.fieldWithInput({
    type: AdminConfirmSecondFactorSuccess,
    nullable: true,
    description:
      'The second step of a log-in, after SecondFactorRequired of `adminLogIn`. InvalidCredentials if the proof is wrong or was ' +
      'used. InvalidToken if the step has ended: log in again. TooManyAttempts after too many wrong codes of devices that are ' +
      'not known. NotAllowed for a page of another origin.',
    errors: { types: [NotAllowed, InvalidInput, InvalidToken, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The step of a log-in of an admin, and one proof: a code, a recovery code or a passkey.' },
    input: {
      challenge: t.input.string({ required: true, description: 'The `challenge` of SecondFactorRequired.' }),
      code: t.input.string({ description: 'The six digits that the authenticator app shows. Each code counts once.' }),
      recoveryCode: t.input.string({
        description: 'One of the ten recovery codes. Each counts once. Capitals, spaces and hyphens make no difference.',
      }),
      passkey: t.input.string({
        description: 'The credential that the browser answered to `passkeyOptions`, as the text of a JSON object.',
      }),
      session: t.input.field(sessionKind),
      deviceToken: t.input.string(deviceToken),
    },
    resolve: async (_, { input }, { app, client }) => {
      await demandPage(client, 'admin');
      const loggedIn = await adminConfirmSecondFactor(app, input, await heldBefore(client, 'admin', input), client);
      return await handOverDevice(client, 'admin', input.session, handOver(client, 'admin', input.session, loggedIn));
    },
  }),
);
