import type { SsoConnection } from '../prisma/generated/client/client.ts';
import { builder } from './builder.ts';

export const SsoClaimNames = builder
  .objectRef<Pick<SsoConnection, 'nameClaim' | 'emailClaim' | 'groupsClaim'>>('SsoClaimNames')
  .implement({
    description: 'Which claims of the provider say what about a person.',
    fields: (t) => ({
      name: t.exposeString('nameClaim', { description: 'The claim that holds the full name.' }),
      email: t.exposeString('emailClaim', { description: 'The claim that holds the mail address.' }),
      groups: t.exposeString('groupsClaim', { description: 'The claim that holds the list of groups.' }),
    }),
  });

export const SsoClaimNamesInput = builder.inputType('SsoClaimNamesInput', {
  description: 'Names of top-level claims, 1 to 100 characters each; what is left out stays.',
  fields: (t) => ({
    name: t.string({ description: 'The claim that holds the full name; `name` unless told.' }),
    email: t.string({ description: 'The claim that holds the mail address; `email` unless told.' }),
    groups: t.string({ description: 'The claim that holds the list of groups; `groups` unless told.' }),
  }),
});
