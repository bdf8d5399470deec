import { adminAddTotp } from '../domain/admins/admin-add-totp.ts';
import { adminStartTotp, type StartedTotp } from '../domain/admins/admin-start-totp.ts';
import { InvalidCredentials, InvalidInput, InvalidToken, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import { addedFactor } from './api/added-factor.ts';
import { builder } from './api/builder.ts';
import { SecondFactorProof } from './api/second-factor-proof.ts';

const AdminStartTotpSuccess = builder.objectRef<StartedTotp>('AdminStartTotpSuccess').implement({
  description: 'A new secret for an authenticator app. Nothing is set up before `adminAddTotp`.',
  fields: (t) => ({
    challenge: t.exposeString('challenge', { description: 'The token of this step, to send to `adminAddTotp`.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'The time when this step ends, after 5 minutes.' }),
    secret: t.exposeString('secret', {
      description: 'The secret in Base32, to type into an authenticator app. Gatehouse does not show it again.',
    }),
    url: t.exposeString('url', {
      description: 'The secret as an `otpauth` URL. Show it as a QR picture, which authenticator apps read.',
    }),
  }),
});

builder.mutationField('adminStartTotp', (t) =>
  t.fieldWithInput({
    type: AdminStartTotpSuccess,
    nullable: true,
    description:
      'Begins to set up an authenticator app (TOTP) of an admin. The first second factor needs the `token` of the link that ' +
      '`adminRequestSecondFactor` emails. Another one needs a session and a `proof` with a factor that the admin has. InvalidToken if ' +
      'the link has ended. InvalidCredentials if the proof is wrong.',
    errors: { types: [NotAllowed, InvalidInput, InvalidToken, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The token of a link for the first second factor of an admin, or a proof for another one.' },
    input: {
      token: t.input.string({
        description: 'The token of the emailed link, or of `acceptAdminInvitation`. For the first one.',
      }),
      proof: t.input.field({
        type: SecondFactorProof,
        description: 'A proof with a factor that the admin has. For another one.',
      }),
    },
    resolve: async (_, { input }, { app, admin }) => await adminStartTotp(app, await admin(), input),
  }),
);

const AdminAddTotpSuccess = addedFactor(
  'AdminAddTotpSuccess',
  'The authenticator app is set up. From now on, a log-in with the password asks for a second factor.',
);

builder.mutationField('adminAddTotp', (t) =>
  t.fieldWithInput({
    type: AdminAddTotpSuccess,
    nullable: true,
    description:
      'Sets up an authenticator app of an admin, with a code that it shows. Ends all other sessions of the admin, who gets an ' +
      'email. InvalidCredentials if the code is wrong. InvalidToken if the step has ended, also after 5 wrong codes.',
    errors: { types: [InvalidInput, InvalidToken, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The step that `adminStartTotp` began, a code of the app, and a name for it.' },
    input: {
      challenge: t.input.string({ required: true, description: 'The `challenge` of `adminStartTotp`.' }),
      code: t.input.string({ required: true, description: 'The six digits that the app shows now. Spaces do not count.' }),
      name: t.input.string({ required: true, description: 'A name for the app, 1 to 256 characters, such as `My phone`.' }),
    },
    resolve: async (_, { input }, { app, admin }) => await adminAddTotp(app, await admin(), input),
  }),
);
