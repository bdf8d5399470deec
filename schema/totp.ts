import { addTotp } from '../domain/developers/add-totp.ts';
import { type StartedTotp, startTotp } from '../domain/developers/start-totp.ts';
import { InvalidCredentials, InvalidInput, InvalidToken, NotAllowed, NotFound, TooManyAttempts } from '../domain/errors.ts';
import type { AddedFactor } from '../domain/second-factors/add-factor.ts';
import { builder } from './api/builder.ts';
import { SecondFactorProof } from './api/second-factor-proof.ts';
import { SecondFactor } from './second-factors.ts';

const StartTotpSuccess = builder.objectRef<StartedTotp>('StartTotpSuccess').implement({
  description: 'A new secret for an authenticator app. Nothing is set up before `addTotp`.',
  fields: (t) => ({
    challenge: t.exposeString('challenge', { description: 'The token of this step, to send to `addTotp`.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'The time when this step ends, after 5 minutes.' }),
    secret: t.exposeString('secret', {
      description: 'The secret in Base32, to type into an authenticator app. Gatehouse does not show it again.',
    }),
    url: t.exposeString('url', {
      description: 'The secret as an `otpauth` URL. Show it as a QR picture, which authenticator apps read.',
    }),
  }),
});

builder.mutationField('startTotp', (t) =>
  t.fieldWithInput({
    type: StartTotpSuccess,
    nullable: true,
    description:
      'Begins to set up an authenticator app (TOTP) of a developer. The first second factor needs the `token` of the link that ' +
      '`requestSecondFactor` emails. Another one needs a session and a `proof` with a factor that the developer has. InvalidToken ' +
      'if the link has ended. InvalidCredentials if the proof is wrong. NotAllowed if the portal offers no second factors.',
    errors: { types: [NotAllowed, InvalidInput, NotFound, InvalidToken, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The token of a link for the first second factor of a developer, or a proof for another one.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      token: t.input.string({ description: 'The token of the emailed link. For the first one.' }),
      proof: t.input.field({
        type: SecondFactorProof,
        description: 'A proof with a factor that the developer has. For another one.',
      }),
    },
    resolve: async (_, { input }, { app, developer }) => await startTotp(app, await developer(input.portal), input),
  }),
);

const AddTotpSuccess = builder.objectRef<AddedFactor>('AddTotpSuccess').implement({
  description:
    'The authenticator app of the developer is set up. From now on, a log-in with the password asks for a second factor.',
  fields: (t) => ({
    secondFactor: t.field({
      type: SecondFactor,
      description: 'The new second factor.',
      resolve: ({ secondFactor }) => secondFactor,
    }),
    recoveryCodes: t.stringList({
      nullable: true,
      description:
        'With the first second factor: ten codes for a developer who has lost it. Each counts once. Show them now, because ' +
        'only this answer has them. Null with another one.',
      resolve: ({ recoveryCodes }) => recoveryCodes,
    }),
  }),
});

builder.mutationField('addTotp', (t) =>
  t.fieldWithInput({
    type: AddTotpSuccess,
    nullable: true,
    description:
      'Sets up an authenticator app of a developer, with a code that it shows. Ends all other sessions of the developer, who gets ' +
      'an email. InvalidCredentials if the code is wrong. InvalidToken if the step has ended, also after 5 wrong codes.',
    errors: { types: [InvalidInput, NotFound, InvalidToken, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The step that `startTotp` began, a code of the app, and a name for it.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      challenge: t.input.string({ required: true, description: 'The `challenge` of `startTotp`.' }),
      code: t.input.string({ required: true, description: 'The six digits that the app shows now. Spaces do not count.' }),
      name: t.input.string({ required: true, description: 'A name for the app, 1 to 256 characters, such as `My phone`.' }),
    },
    resolve: async (_, { input }, { app, developer }) => await addTotp(app, await developer(input.portal), input),
  }),
);
