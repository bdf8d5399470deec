import type { SsoConnection } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';

export const SsoClaimNames = builder
  .objectRef<Pick<SsoConnection, 'nameClaim' | 'emailClaim' | 'groupsClaim'>>('SsoClaimNames')
  .implement({
    description: 'The names of the claims that hold the facts about a person.',
    fields: (t) => ({
      name: t.exposeString('nameClaim', { description: 'The claim with the full name, such as `name`.' }),
      email: t.exposeString('emailClaim', { description: 'The claim with the email address, such as `email`.' }),
      groups: t.exposeString('groupsClaim', { description: 'The claim with the groups, such as `groups`.' }),
    }),
  });

export const SsoClaimNamesInput = builder.inputType('SsoClaimNamesInput', {
  description:
    'The names of claims, 1 to 100 characters each. Names that are left out stay. Write a nested claim with dots, ' +
    'such as `realm_access.roles`.',
  fields: (t) => ({
    name: t.string({ description: 'The claim with the full name. `name` if never set.' }),
    email: t.string({ description: 'The claim with the email address. `email` if never set.' }),
    groups: t.string({
      description:
        'The claim with the groups: a list of texts, or one text for one group. `groups` if never set. At most 200 ' +
        'groups are kept.',
    }),
  }),
});
