import { builder } from './builder.ts';

/** One way to prove a second factor. Passkeys have fields of their own. */
export const SecondFactorProof = builder.inputType('SecondFactorProof', {
  description: 'A proof of a second factor. Send exactly one of the fields.',
  fields: (t) => ({
    code: t.string({ description: 'The six digits that an authenticator app shows. Each code counts once.' }),
    recoveryCode: t.string({
      description: 'One of the ten recovery codes. Each counts once. Capitals, spaces and hyphens make no difference.',
    }),
  }),
});
