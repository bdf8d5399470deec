import { builder } from './builder.ts';

/** The inputs of a code and of a recovery code, wherever one is typed. */
export const typedCode = { description: 'The six digits that an authenticator app shows. Each code counts once.' } as const;
export const typedRecoveryCode = {
  description: 'One of the ten recovery codes. Each counts once. Capitals, spaces and hyphens make no difference.',
} as const;

/** One way to prove a second factor. */
export const SecondFactorProof = builder.inputType('SecondFactorProof', {
  description: 'A proof of a second factor. Send exactly one of `code`, `recoveryCode` and `passkey`.',
  fields: (t) => ({
    code: t.string(typedCode),
    recoveryCode: t.string(typedRecoveryCode),
    passkey: t.string({
      description:
        'The credential that the browser answered to `passkeyOptions`, as the text of a JSON object: `JSON.stringify(credential)`. ' +
        'At most 16,384 characters. Send `challenge` with it.',
    }),
    challenge: t.string({ description: 'For a passkey: the `challenge` that came with `passkeyOptions`.' }),
  }),
});
