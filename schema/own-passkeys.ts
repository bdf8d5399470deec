import { addPasskey } from '../domain/developers/add-passkey.ts';
import { startConfirm } from '../domain/developers/start-confirm.ts';
import { startPasskey } from '../domain/developers/start-passkey.ts';
import { InvalidCredentials, InvalidInput, InvalidToken, NotAllowed, NotFound, TooManyAttempts } from '../domain/errors.ts';
import type { ProofChallenge } from '../domain/second-factors/ask-for-proof.ts';
import { addedFactor } from './api/added-factor.ts';
import { builder } from './api/builder.ts';
import { SecondFactorKind } from './api/enums.ts';
import { challengeToken, newPasskeyText, passkeyChallenge } from './api/passkey-challenge.ts';
import { passkeyOptions } from './api/passkey-options.ts';
import { SecondFactorProof } from './api/second-factor-proof.ts';

const portal = { required: true, description: 'The slug of the portal, such as `demo`.' } as const;

builder.mutationField('startPasskey', (t) =>
  t.fieldWithInput({
    type: passkeyChallenge(
      'StartPasskeySuccess',
      'The browser of the developer can make a passkey now. Nothing is set up before `addPasskey`.',
      'create',
    ),
    nullable: true,
    description:
      'Begins to set up a passkey of a developer. The first second factor needs the `token` of the link that `requestSecondFactor` ' +
      'emails. Another one needs a session and a `proof` with a factor that the person has. NotAllowed if the portal has ' +
      '`secondFactor` OFF. InvalidToken if the link has ended. InvalidCredentials if the proof is wrong.',
    errors: { types: [NotAllowed, InvalidInput, NotFound, InvalidToken, InvalidCredentials, TooManyAttempts] },
    typeOptions: {
      description: 'The token of a link for the first second factor of a developer, or a proof for another one: a passkey.',
    },
    input: {
      portal: t.input.string(portal),
      token: t.input.string({ description: 'The token of the emailed link. For the first second factor.' }),
      proof: t.input.field({
        type: SecondFactorProof,
        description: 'A proof with a factor that the person has. For another second factor.',
      }),
    },
    resolve: async (_, { input }, { app, developer }) => await startPasskey(app, await developer(input.portal), input),
  }),
);

builder.mutationField('addPasskey', (t) =>
  t.fieldWithInput({
    type: addedFactor(
      'AddPasskeySuccess',
      'The passkey of the developer is set up. It logs in without a password, and a log-in with the password asks for a second factor.',
    ),
    nullable: true,
    description:
      'Sets up a passkey of a developer, which the browser made. Ends all other sessions of the developer, who gets an email. ' +
      'InvalidCredentials if the passkey was not made for this step and this site, or without a PIN or a fingerprint. InvalidToken ' +
      'if the step has ended.',
    errors: { types: [InvalidInput, NotFound, InvalidToken, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The step that `startPasskey` began, the new passkey, and a name for it.' },
    input: {
      portal: t.input.string(portal),
      challenge: t.input.string(challengeToken),
      passkey: t.input.string(newPasskeyText),
      name: t.input.string({
        required: true,
        description: 'A name for the passkey, 1 to 256 characters, such as `My laptop`.',
      }),
    },
    resolve: async (_, { input }, { app, developer }) => await addPasskey(app, await developer(input.portal), input),
  }),
);

const StartConfirmSuccess = builder.objectRef<ProofChallenge>('StartConfirmSuccess').implement({
  description: 'A challenge for the next proof of a second factor of the developer in this session.',
  fields: (t) => ({
    challenge: t.exposeString('challenge', {
      description: 'The token of the challenge. It counts once, for this session alone.',
    }),
    methods: t.expose('methods', { type: [SecondFactorKind], description: 'The kinds of proof that the developer can give.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'The time when the challenge ends.' }),
    passkeyOptions: t.exposeString('passkeyOptions', passkeyOptions),
  }),
});

builder.mutationField('startConfirm', (t) =>
  t.fieldWithInput({
    type: StartConfirmSuccess,
    nullable: true,
    description: 'Begins a proof of the second factor of the developer who is logged in. Only a proof by passkey needs it.',
    errors: { types: [NotAllowed] },
    typeOptions: { description: 'The portal whose developer proves a second factor.' },
    input: { portal: t.input.string(portal) },
    resolve: async (_, { input }, { app, developer }) => await startConfirm(app, await developer(input.portal)),
  }),
);
