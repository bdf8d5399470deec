import { z } from 'zod';
import { signUpForm } from '../sign-up-form/sign-up-form.ts';

export const asked = z.object({
  act: z.enum(['SIGN_UP', 'RESEND_VERIFICATION', 'RESET_PASSWORD', 'RESET_ADMIN_PASSWORD']),
  /** In its canonical form. */
  email: z.string(),
  form: signUpForm.nullable(),
  client: z.object({ address: z.string(), userAgent: z.string() }),
});

export type Asked = z.infer<typeof asked>;
