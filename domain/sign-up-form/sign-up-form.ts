import * as z from 'zod';
import { answers } from './answer.ts';

/** The answers belong to the mailed link until a person clicks that link. */
export const signUpForm = z.object({
  typedEmail: z.string(),
  fullName: z.string(),
  returnTo: z.string().nullable(),
  answers: answers.default([]),
  /** What the person chose, or what the request of the sign-up asked for. */
  locale: z.string().nullable().default(null),
  /** The invitation that the person came with. */
  invitationId: z.uuid().nullable().default(null),
});

export type SignUpForm = z.infer<typeof signUpForm>;
