import { adminConfirmSecondFactor } from '../domain/admins/admin-confirm-second-factor.ts';
import { InvalidCredentials, InvalidInput, InvalidToken, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { adminLogInSuccess } from './api/log-in-success.ts';
import { demandPage, deviceToken, logClientIn, sessionKind } from './api/new-session.ts';
import { typedCode, typedRecoveryCode } from './api/second-factor-proof.ts';

const AdminConfirmSecondFactorSuccess = adminLogInSuccess(
  'AdminConfirmSecondFactorSuccess',
  'The second factor is right, and the admin is logged in with a new session. The session that this client held before has ended.',
);

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
      code: t.input.string(typedCode),
      recoveryCode: t.input.string(typedRecoveryCode),
      passkey: t.input.string({
        description: 'The credential that the browser answered to `passkeyOptions`, as the text of a JSON object.',
      }),
      session: t.input.field(sessionKind),
      deviceToken: t.input.string(deviceToken),
    },
    resolve: async (_, { input }, { app, client }) => {
      await demandPage(client, 'admin');
      return await logClientIn(client, 'admin', input, (held) => adminConfirmSecondFactor(app, input, held, client));
    },
  }),
);
