import { adminAddPasskey } from '../domain/admins/admin-add-passkey.ts';
import { adminStartPasskey } from '../domain/admins/admin-start-passkey.ts';
import { InvalidCredentials, InvalidInput, InvalidToken, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import { addedFactor } from './api/added-factor.ts';
import { builder } from './api/builder.ts';
import { challengeToken, newPasskeyText, passkeyChallenge } from './api/passkey-challenge.ts';
import { SecondFactorProof } from './api/second-factor-proof.ts';

builder.mutationField('adminStartPasskey', (t) =>
  t.fieldWithInput({
    type: passkeyChallenge(
      'AdminStartPasskeySuccess',
      'The browser of the admin can make a passkey now. Nothing is set up before `adminAddPasskey`.',
      'create',
    ),
    nullable: true,
    description:
      'Begins to set up a passkey of an admin. The first second factor needs the `token` of the link that ' +
      '`adminRequestSecondFactor` emails. Another one needs a session and a `proof` with a factor that the admin has. InvalidToken if ' +
      'the link has ended. InvalidCredentials if the proof is wrong.',
    errors: { types: [NotAllowed, InvalidInput, InvalidToken, InvalidCredentials, TooManyAttempts] },
    typeOptions: {
      description: 'The token of a link for the first second factor of an admin, or a proof for another one: a passkey.',
    },
    input: {
      token: t.input.string({
        description: 'The token of the emailed link, or of `acceptAdminInvitation`. For the first second factor.',
      }),
      proof: t.input.field({
        type: SecondFactorProof,
        description: 'A proof with a factor that the admin has. For another second factor.',
      }),
    },
    resolve: async (_, { input }, { app, admin }) => await adminStartPasskey(app, await admin(), input),
  }),
);

builder.mutationField('adminAddPasskey', (t) =>
  t.fieldWithInput({
    type: addedFactor(
      'AdminAddPasskeySuccess',
      'The passkey of the admin is set up. It logs in without a password, and a log-in with the password asks for a second factor.',
    ),
    nullable: true,
    description:
      'Sets up a passkey of an admin, which the browser made. Ends all other sessions of the admin, who gets an email. ' +
      'InvalidCredentials if the passkey was not made for this step and this site, or without a PIN or a fingerprint. InvalidToken ' +
      'if the step has ended.',
    errors: { types: [InvalidInput, InvalidToken, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The step that `adminStartPasskey` began, the new passkey, and a name for it.' },
    input: {
      challenge: t.input.string(challengeToken),
      passkey: t.input.string(newPasskeyText),
      name: t.input.string({
        required: true,
        description: 'A name for the passkey, 1 to 256 characters, such as `My laptop`.',
      }),
    },
    resolve: async (_, { input }, { app, admin }) => await adminAddPasskey(app, await admin(), input),
  }),
);
