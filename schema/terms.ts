import type { Terms as TermsOfUse } from '../domain/sign-up-form/terms.ts';
import { builder } from './api/builder.ts';

export const Terms = builder.objectRef<TermsOfUse>('Terms').implement({
  description: 'The terms of use of a portal.',
  fields: (t) => ({
    version: t.exposeString('version', {
      description: 'The version, such as `2026-01`. Send it to `verifyEmail` and `acceptTerms`.',
    }),
    url: t.exposeString('url', { description: 'The URL where people can read the terms.' }),
  }),
});

export const TermsInput = builder.inputType('TermsInput', {
  description: 'The new terms of use of a portal.',
  fields: (t) => ({
    version: t.string({
      required: true,
      description: 'The version, 1 to 64 characters, such as `2026-01`. Use a new one whenever the text changes.',
    }),
    url: t.string({ required: true, description: 'The URL where people can read the terms, http or https.' }),
  }),
});
