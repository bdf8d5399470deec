import { builder } from './api/builder.ts';
import { SecondFactorKind } from './api/enums.ts';

export const SecondFactor = builder.prismaObject('SecondFactor', {
  description: 'A second factor of a person: an authenticator app or a passkey.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the second factor, a UUID.' }),
    kind: t.expose('kind', { type: SecondFactorKind, description: 'TOTP or PASSKEY.' }),
    name: t.exposeString('name', { description: 'The name that the person gave it, such as `My phone`.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when it was set up.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time of the last proof with it. Null if there was none yet.',
    }),
  }),
});
