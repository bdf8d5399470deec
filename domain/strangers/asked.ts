import { z } from 'zod';
import { signUpForm } from '../developers/sign-up-form.ts';
import { bounds } from '../mail-allowance.ts';

/** What a stranger asked for, with the address that was entered, in its canonical form. */
export const asked = z.object({
  act: z.enum(['SIGN_UP', 'RESEND_VERIFICATION', 'RESET_PASSWORD', 'RESET_ADMIN_PASSWORD']),
  email: z.string(),
  /** Of a sign-up. */
  form: signUpForm.nullable(),
  client: z.object({ address: z.string(), userAgent: z.string() }),
  /** Which allowance its mail is taken from. */
  bounds,
});

export type Asked = z.infer<typeof asked>;
