import { z } from 'zod';
import { signUpForm } from '../developers/sign-up-form.ts';

/** What a stranger asks for an email address, in its canonical form. */
export const asked = z.object({
  act: z.enum(['SIGN_UP', 'RESEND_VERIFICATION', 'RESET_PASSWORD', 'RESET_ADMIN_PASSWORD']),
  email: z.string(),
  /** Only a sign-up has one. */
  form: signUpForm.nullable(),
  client: z.object({ address: z.string(), userAgent: z.string() }),
});

export type Asked = z.infer<typeof asked>;
