/** The field that says how to ask for one of the person's passkeys. */
export const passkeyOptions = {
  nullable: true,
  description:
    'For a proof by passkey: the options for `navigator.credentials.get`, as the text of a JSON object. Null if the person has no passkey.',
} as const;
