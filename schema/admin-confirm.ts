import { adminConfirm } from '../domain/admins/admin-confirm.ts';
import { adminStartConfirm } from '../domain/admins/admin-start-confirm.ts';
import { InvalidCredentials, InvalidInput, NotAllowed, PasswordLoginOff, TooManyAttempts } from '../domain/errors.ts';
import type { ProofChallenge } from '../domain/second-factors/ask-for-proof.ts';
import { builder } from './api/builder.ts';
import { SecondFactorKind } from './api/enums.ts';
import { passkeyOptions } from './api/passkey-options.ts';
import { SecondFactorProof } from './api/second-factor-proof.ts';

const AdminStartConfirmSuccess = builder.objectRef<ProofChallenge>('AdminStartConfirmSuccess').implement({
  description: 'A challenge for the next proof of a second factor in this session.',
  fields: (t) => ({
    challenge: t.exposeString('challenge', {
      description: 'The token of the challenge. It counts once, for this session alone.',
    }),
    methods: t.expose('methods', { type: [SecondFactorKind], description: 'The kinds of proof that the admin can give.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'The time when the challenge ends.' }),
    passkeyOptions: t.exposeString('passkeyOptions', passkeyOptions),
  }),
});

builder.mutationField('adminStartConfirm', (t) =>
  t.field({
    type: AdminStartConfirmSuccess,
    nullable: true,
    description: 'Begins a proof of the second factor of the admin who is logged in. Only a proof by passkey needs it.',
    errors: { types: [NotAllowed] },
    resolve: async (_, __, { app, admin }) => await adminStartConfirm(app, await admin()),
  }),
);

const AdminConfirmSuccess = builder.objectRef<{ confirmedUntil: Date }>('AdminConfirmSuccess').implement({
  description: 'The session is confirmed. Acts that open doors work until then.',
  fields: (t) => ({
    confirmedUntil: t.expose('confirmedUntil', {
      type: 'DateTime',
      description: 'The time from which such acts ask for a confirmation again.',
    }),
  }),
});

builder.mutationField('adminConfirm', (t) =>
  t.fieldWithInput({
    type: AdminConfirmSuccess,
    nullable: true,
    description:
      'Confirms for 10 minutes that it is the admin who uses this session. A log-in does that too. Acts that give others a way ' +
      'in need it: those about admins, API tokens, SSO connections, rules that approve, and the installation. An admin with ' +
      'a second factor proves it; another one types the password. InvalidCredentials for a wrong one. TooManyAttempts after ' +
      'too many wrong ones. PasswordLoginOff where admins log in with the provider of the company only: log in there again, with `prove=1`.',
    errors: { types: [NotAllowed, InvalidInput, PasswordLoginOff, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'What confirms that it is the admin: a proof of the second factor, or else the password.' },
    input: {
      proof: t.input.field({
        type: SecondFactorProof,
        description: 'The proof of an admin with a second factor. The password does not replace it.',
      }),
      password: t.input.string({ description: 'The password of an admin without a second factor. Spaces count too.' }),
    },
    resolve: async (_, { input }, { app, admin, client }) => await adminConfirm(app, await admin(), input, client),
  }),
);
