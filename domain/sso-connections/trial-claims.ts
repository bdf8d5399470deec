import * as z from 'zod';

/** Only the names of the other claims are kept. */
const trialClaims = z.object({
  issuer: z.string(),
  subject: z.string(),
  fullName: z.string().nullable(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  groups: z.array(z.string()),
  otherClaims: z.array(z.string()),
});

export type TrialClaims = z.infer<typeof trialClaims>;

export const readTrialClaims = (stored: unknown): TrialClaims | null => trialClaims.nullable().parse(stored);
