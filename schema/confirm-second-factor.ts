import { confirmSecondFactor } from '../domain/developers/confirm-second-factor.ts';
import {
  InvalidCredentials,
  InvalidInput,
  InvalidToken,
  NotAllowed,
  NotApproved,
  NotFound,
  PasswordLoginOff,
  TooManyAttempts,
} from '../domain/errors.ts';
import { builder } from './api/builder.ts';
import { developerLogInSuccess } from './api/log-in-success.ts';
import { deviceToken, logClientIn, sessionKind } from './api/new-session.ts';
import { typedCode, typedRecoveryCode } from './api/second-factor-proof.ts';

const ConfirmSecondFactorSuccess = developerLogInSuccess(
  'ConfirmSecondFactorSuccess',
  'The developer proved the second factor, and is logged in with a new session. The session that this client held before has ended.',
);

builder.mutationField('confirmSecondFactor', (t) =>
  t.fieldWithInput({
    type: ConfirmSecondFactorSuccess,
    nullable: true,
    description:
      'The second step of a log-in, after SecondFactorRequired of `logIn`. InvalidCredentials if the code is wrong or was used. ' +
      'InvalidToken if the step has ended: log in again. TooManyAttempts after too many wrong codes of devices that are not ' +
      'known. NotAllowed for a page that asks for a cookie from an origin that is not one of the portal.',
    errors: {
      types: [
        NotAllowed,
        InvalidInput,
        NotFound,
        PasswordLoginOff,
        InvalidToken,
        InvalidCredentials,
        NotApproved,
        TooManyAttempts,
      ],
    },
    typeOptions: { description: 'The step of a log-in of a developer, and one proof: a code, a recovery code or a passkey.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
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
      const realm = { portal: input.portal };
      return await logClientIn(client, realm, input, (held) => confirmSecondFactor(app, input, held, client));
    },
  }),
);
