import { z } from 'zod';

/** What a trial log-in found: what would be kept of the person, and the names of the provider's other claims. */
const trialClaims = z.object({
  issuer: z.string(),
  subject: z.string(),
  fullName: z.string().nullable(),
  email: z.string().nullable(),
  /** Whether the address would count as verified. */
  emailVerified: z.boolean(),
  groups: z.array(z.string()),
  otherClaims: z.array(z.string()),
});

export type TrialClaims = z.infer<typeof trialClaims>;

/** @param stored the column `claims` of a trial; null if it found none */
export const readTrialClaims = (stored: unknown): TrialClaims | null => trialClaims.nullable().parse(stored);
