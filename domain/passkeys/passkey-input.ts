import * as z from 'zod';
import { saying, tooLong } from '../issue.ts';

// A credential id has at most 1,023 bytes (WebAuthn, 4), and the signature of a long RSA key has 1,024.
/** @limit characters: Passkey as the JSON text that a browser made. Beyond: InvalidInput. */
export const LONGEST_PASSKEY = 16_384;

/** @limit transports: Ways to reach the device that are stored with a passkey. Beyond: InvalidInput. */
export const MOST_TRANSPORTS = 10;

const malformed = saying('MALFORMED', 'This is not the JSON of a passkey from `navigator.credentials`.');

const bytes = z.string().regex(/^[\w-]*$/);
const credential = { id: bytes.min(1), rawId: bytes.min(1), type: z.literal('public-key') };

const assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    /** Empty if the authenticator says none. */
    userHandle: bytes.nullish().transform((handle) => handle ?? ''),
  }),
});

const registration = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,32}$/))
      .max(MOST_TRANSPORTS)
      .default([]),
  }),
});

export type Assertion = z.output<typeof assertion>;
export type Registration = z.output<typeof registration>;

/** What `JSON.stringify` makes of the answer of `navigator.credentials.get`. */
export const assertionText = jsonOf(assertion);

/** What `JSON.stringify` makes of the answer of `navigator.credentials.create`. */
export const registrationText = jsonOf(registration);

function jsonOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .refine((text) => text.length <= LONGEST_PASSKEY, { ...tooLong(LONGEST_PASSKEY), abort: true })
    .transform((text, context): z.output<Schema> => {
      const read = schema.safeParse(parsed(text));
      if (read.success) return read.data;
      context.addIssue({ code: 'custom', ...malformed });
      return z.NEVER;
    });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
