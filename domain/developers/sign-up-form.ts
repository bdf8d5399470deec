import { z } from 'zod';

/** What the form said. It belongs to the link that was mailed for it, until that link is clicked. */
export const signUpForm = z.object({ typedEmail: z.string(), fullName: z.string(), returnTo: z.string().nullable() });

export type SignUpForm = z.infer<typeof signUpForm>;
