/** The public key of a passkey that nobody has, so that an unknown passkey costs the same work as a known one. */
export const UNKNOWN_KEY: Uint8Array<ArrayBuffer> = Buffer.from(
  'pQECAyYgASFYIGJ0H2IIdYhsUZtxdsMg54OIulwl6zBxTDPXCCoo1nm7IlggspwZ-auOWHybpFr9LOVYD5q_DvPzxREPRDuhUXSOKmk',
  'base64url',
);
