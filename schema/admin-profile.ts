import { adminUpdateProfile } from '../domain/admins/admin-update-profile.ts';
import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import type { Admin as AdminRow } from '../prisma/generated/client/client.ts';
import { Admin } from './admins.ts';
import { builder } from './api/builder.ts';

builder.prismaObjectField(Admin, 'locale', (t) =>
  t.string({
    nullable: true,
    description:
      'The language that the admin reads, as a tag of BCP 47, such as `de-AT`. Emails to the admin are in it, or in English if Gatehouse ' +
      'does not have it. Null if nobody knows, and unless this admin asks.',
    resolve: async ({ id, locale }, _, { admin }) => ((await admin())?.id === id ? locale : null),
  }),
);

const AdminUpdateProfileSuccess = builder.objectRef<{ admin: AdminRow }>('AdminUpdateProfileSuccess').implement({
  description: 'The profile of the admin is changed.',
  fields: (t) => ({
    admin: t.field({ type: Admin, description: 'The admin with the new profile.', resolve: ({ admin }): AdminRow => admin }),
  }),
});

builder.mutationField('adminUpdateProfile', (t) =>
  t.fieldWithInput({
    type: AdminUpdateProfileSuccess,
    nullable: true,
    description: 'Changes the language of the admin who is logged in. NotAllowed if no admin is.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The changes of the profile of an admin. Values that are left out stay.' },
    input: {
      locale: t.input.string({
        description:
          'The language that the admin reads, as a tag of BCP 47 of at most 35 characters, such as `de-AT`. Gatehouse has the emails in ' +
          '`de`, `en` and `ja`. Null forgets it.',
      }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ admin: await adminUpdateProfile(app, await admin(), input) }),
  }),
);
