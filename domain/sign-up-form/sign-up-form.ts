import { z } from 'zod';
import { answers } from './answer.ts';

/** What the sign-up form said. It belongs to the link that was mailed for it, until somebody clicks that link. */
export const signUpForm = z.object({
  typedEmail: z.string(),
  fullName: z.string(),
  returnTo: z.string().nullable(),
  answers: answers.default([]),
});

export type SignUpForm = z.infer<typeof signUpForm>;
