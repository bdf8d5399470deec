import * as z from 'zod';
import { signUpForm } from '../sign-up-form/sign-up-form.ts';

/** Servers before version 0.3.0 wrote it as `address`. */
const withIp = (client: unknown): object => ({ ip: Object(client).address, ...Object(client) });

export const asked = z.object({
  act: z.enum([
    'SIGN_UP',
    'RESEND_VERIFICATION',
    'RESET_PASSWORD',
    'OPEN_REGISTRATION',
    'RESET_ADMIN_PASSWORD',
    'LINK_ADMIN_SSO',
  ]),
  email: z.string(),
  form: signUpForm.nullable(),
  /** For LINK_ADMIN_SSO: the account at the provider that the person logged in to. */
  account: z.object({ connectionId: z.string(), issuer: z.string(), subject: z.string() }).nullish(),
  /** For a sign-up, and another verification link: the hash of the secret that the request got. Jobs from older versions have no value here. */
  codeSecretHash: z.base64().nullish(),
  /** Of the languages of the request, the first that the mail can be in. Jobs from older versions have no value here. */
  locale: z.string().nullish(),
  client: z.preprocess(withIp, z.object({ ip: z.string(), userAgent: z.string() })),
});

export type Asked = z.infer<typeof asked>;
