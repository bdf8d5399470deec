import { builder } from './builder.ts';

type PasskeyChallenge = { challenge: string; options: string; expiresAt: Date };

/** The success of an act that begins something with a passkey. */
export const passkeyChallenge = (name: string, description: string, method: 'get' | 'create') =>
  builder.objectRef<PasskeyChallenge>(name).implement({
    description,
    fields: (t) => ({
      challenge: t.exposeString('challenge', {
        description: 'The token of this step, to send with the passkey. It counts once.',
      }),
      options: t.exposeString('options', {
        description:
          `The options for \`navigator.credentials.${method}\`, as the text of a JSON object (WebAuthn Level 3). Parse it, and give it ` +
          `to \`PublicKeyCredential.parse${method === 'get' ? 'Request' : 'Creation'}OptionsFromJSON\`.`,
      }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'The time when this step ends.' }),
    }),
  });

/** The input that ends such a step. */
export const challengeToken = { required: true, description: 'The `challenge` that the first step answered.' } as const;

export const passkeyText = {
  required: true,
  description:
    'The credential that the browser answered, as the text of a JSON object: `JSON.stringify(credential)`. At most 16,384 characters.',
} as const;

export const newPasskeyText = {
  required: true,
  description:
    'The new credential that the browser made, as the text of a JSON object: `JSON.stringify(credential)`. At most 16,384 characters.',
} as const;
