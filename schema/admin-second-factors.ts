import { adminRemoveSecondFactor } from '../domain/admins/admin-remove-second-factor.ts';
import { adminRenewRecoveryCodes } from '../domain/admins/admin-renew-recovery-codes.ts';
import { adminRequestSecondFactor } from '../domain/admins/admin-request-second-factor.ts';
import { resetAdminSecondFactor } from '../domain/admins/reset-admin-second-factor.ts';
import {
  ConfirmationRequired,
  InvalidCredentials,
  InvalidInput,
  NotAllowed,
  NotFound,
  PasswordLoginOff,
  TooManyAttempts,
} from '../domain/errors.ts';
import { mayAnywhere } from '../domain/permissions.ts';
import type { Admin as AdminRow } from '../prisma/generated/client/client.ts';
import { Admin } from './admins.ts';
import { builder } from './api/builder.ts';
import { SecondFactorProof } from './api/second-factor-proof.ts';
import { SecondFactor } from './second-factors.ts';

builder.prismaObjectFields(Admin, (t) => ({
  hasSecondFactor: t.boolean({
    nullable: true,
    description: 'Whether the admin has a second factor. Null unless this admin or an OWNER asks.',
    select: { hasSecondFactor: true },
    resolve: async ({ id, hasSecondFactor }, _, context) => {
      const me = await context.admin();
      return me && (me.id === id || mayAnywhere(me, 'manageAdmins')) ? hasSecondFactor : null;
    },
  }),
  secondFactors: t.field({
    type: [SecondFactor],
    nullable: true,
    description: 'The second factors of the admin, the oldest first. At most 10. Null unless this admin asks.',
    select: (_args, _context, nested) => ({ secondFactors: nested({ orderBy: { id: 'asc' } }) }),
    resolve: async ({ id, secondFactors }, _, { admin }) => ((await admin())?.id === id ? secondFactors : null),
  }),
  recoveryCodesLeft: t.int({
    nullable: true,
    description: 'The number of recovery codes that the admin has not used. Null unless this admin asks.',
    select: { _count: { select: { recoveryCodes: true } } },
    resolve: async ({ id, _count }, _, { admin }) => ((await admin())?.id === id ? _count.recoveryCodes : null),
  }),
}));

const AdminRequestSecondFactorSuccess = builder.objectRef<{ email: string }>('AdminRequestSecondFactorSuccess').implement({
  description: 'An email with a link that sets up a second factor is on its way.',
  fields: (t) => ({ email: t.exposeString('email', { description: 'The email address that the link goes to.' }) }),
});

builder.mutationField('adminRequestSecondFactor', (t) =>
  t.fieldWithInput({
    type: AdminRequestSecondFactorSuccess,
    nullable: true,
    description:
      'Emails the admin who is logged in a link that sets up the first second factor. It is valid for 30 minutes. The number of ' +
      'emails is limited as for `signUp`. InvalidCredentials if the password is wrong. NotAllowed if the admin has a second factor.',
    errors: { types: [NotAllowed, InvalidInput, PasswordLoginOff, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The password of the admin who wants a second factor.' },
    input: { password: t.input.string({ required: true, description: 'The password of the admin. Spaces count too.' }) },
    resolve: async (_, { input }, { app, admin, client }) => await adminRequestSecondFactor(app, await admin(), input, client),
  }),
);

const AdminRemoveSecondFactorSuccess = builder.objectRef<{ id: string }>('AdminRemoveSecondFactorSuccess').implement({
  description: 'The second factor is removed. With the last one, the recovery codes have ended too.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id of the second factor that was removed.' }) }),
});

builder.mutationField('adminRemoveSecondFactor', (t) =>
  t.fieldWithInput({
    type: AdminRemoveSecondFactorSuccess,
    nullable: true,
    description:
      'Removes a second factor of the admin who is logged in. Ends all other sessions of the admin, who gets an email. ' +
      'InvalidCredentials if the proof is wrong. NotAllowed for the last one if the installation requires a second factor.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The second factor of an admin to remove, and a proof.' },
    input: {
      id: t.input.id({ required: true, description: 'The id of the second factor, from `admin.secondFactors`.' }),
      proof: t.input.field({
        type: SecondFactorProof,
        required: true,
        description: 'A proof with any factor that the admin has, also with the one to remove.',
      }),
    },
    resolve: async (_, { input }, { app, admin }) => {
      await adminRemoveSecondFactor(app, await admin(), input);
      return input;
    },
  }),
);

const AdminRenewRecoveryCodesSuccess = builder
  .objectRef<{ recoveryCodes: string[] }>('AdminRenewRecoveryCodesSuccess')
  .implement({
    description: 'The admin has ten new recovery codes. The old ones do not work any more.',
    fields: (t) => ({
      recoveryCodes: t.exposeStringList('recoveryCodes', {
        description: 'The ten new codes. Each counts once. Show them now, because only this answer has them.',
      }),
    }),
  });

builder.mutationField('adminRenewRecoveryCodes', (t) =>
  t.fieldWithInput({
    type: AdminRenewRecoveryCodesSuccess,
    nullable: true,
    description:
      'Replaces the recovery codes of the admin who is logged in. Ends all other sessions of the admin, who gets an email. ' +
      'InvalidCredentials if the proof is wrong.',
    errors: { types: [NotAllowed, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'A proof of the admin who wants new recovery codes.' },
    input: {
      proof: t.input.field({
        type: SecondFactorProof,
        required: true,
        description: 'A proof with any factor that the admin has, also with an old recovery code.',
      }),
    },
    resolve: async (_, { input }, { app, admin }) => ({
      recoveryCodes: await adminRenewRecoveryCodes(app, await admin(), input),
    }),
  }),
);

const ResetAdminSecondFactorSuccess = builder.objectRef<{ admin: AdminRow }>('ResetAdminSecondFactorSuccess').implement({
  description: 'The admin has no second factor and no recovery codes any more. All sessions of this admin have ended.',
  fields: (t) => ({
    admin: t.field({ type: Admin, description: 'The admin without second factors.', resolve: ({ admin }) => admin }),
  }),
});

builder.mutationField('resetAdminSecondFactor', (t) =>
  t.fieldWithInput({
    type: ResetAdminSecondFactorSuccess,
    nullable: true,
    description:
      'Removes all second factors and recovery codes of another admin who has lost them, and ends the sessions of this admin. The ' +
      'password stays. The admin and all OWNERs of all portals get an email. NotAllowed for people who are no OWNER of all ' +
      'portals, and for the caller. ConfirmationRequired if the caller has not confirmed it: see `adminConfirm`. NotFound if there is no such admin, or no second factor.',
    errors: { types: [NotAllowed, NotFound, ConfirmationRequired] },
    typeOptions: { description: 'The admin who has lost the second factors.' },
    input: { id: t.input.id({ required: true, description: 'The id of the admin, from `admins`.' }) },
    resolve: async (_, { input }, { app, admin }) => ({ admin: await resetAdminSecondFactor(app, await admin(), input) }),
  }),
);
