import type { Terms as TermsOfUse } from '../domain/terms/terms.ts';
import { builder } from './api/builder.ts';

export const Terms = builder.objectRef<TermsOfUse>('Terms').implement({
  description: 'Terms of use.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Which they are; `verifyEmail` and `acceptTerms` name it.' }),
    url: t.exposeString('url', { description: 'Where they can be read.' }),
  }),
});

export const TermsInput = builder.inputType('TermsInput', {
  description: 'Terms of use.',
  fields: (t) => ({
    version: t.string({ required: true, description: 'A new one for each change of the text, 1 to 64 characters.' }),
    url: t.string({ required: true, description: 'Where they can be read, an http or https address.' }),
  }),
});
