import { removeSecondFactor } from '../domain/developers/remove-second-factor.ts';
import { renewRecoveryCodes } from '../domain/developers/renew-recovery-codes.ts';
import { requestSecondFactor } from '../domain/developers/request-second-factor.ts';
import { InvalidCredentials, InvalidInput, NotAllowed, NotFound, TooManyAttempts } from '../domain/errors.ts';
import { may } from '../domain/permissions.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { OWN_PASSWORD } from './api/own-password.ts';
import { SecondFactorProof } from './api/second-factor-proof.ts';
import { Developer } from './developers.ts';
import { SecondFactor } from './second-factors.ts';

async function isSeen({ id, portalId, slug }: { id: string; portalId: string; slug: string }, context: Context) {
  const admin = await context.admin();
  return (admin && may(admin, 'read', portalId)) || (await context.developer(slug))?.id === id;
}

const whose = { id: true, portalId: true, portal: { select: { slug: true } } } as const;

builder.prismaObjectFields(Developer, (t) => ({
  hasSecondFactor: t.boolean({
    nullable: true,
    description: 'Whether the developer has a second factor. Null unless the developer or an admin of the portal asks.',
    select: { ...whose, hasSecondFactor: true },
    resolve: async ({ portal, hasSecondFactor, ...developer }, _, context) =>
      (await isSeen({ ...developer, ...portal }, context)) ? hasSecondFactor : null,
  }),
  secondFactors: t.field({
    type: [SecondFactor],
    nullable: true,
    description:
      'The second factors of the developer, the oldest first. At most 10. Null unless the developer or an admin of the portal ' +
      'asks.',
    select: (_args, _context, nested) => ({ ...whose, secondFactors: nested({ orderBy: { id: 'asc' } }) }),
    resolve: async ({ portal, secondFactors, ...developer }, _, context) =>
      (await isSeen({ ...developer, ...portal }, context)) ? secondFactors : null,
  }),
  recoveryCodesLeft: t.int({
    nullable: true,
    description:
      'The number of recovery codes that the developer has not used. Null unless the developer or an admin of the portal asks.',
    select: { ...whose, _count: { select: { recoveryCodes: true } } },
    resolve: async ({ portal, _count, ...developer }, _, context) =>
      (await isSeen({ ...developer, ...portal }, context)) ? _count.recoveryCodes : null,
  }),
}));

const RequestSecondFactorSuccess = builder.objectRef<{ email: string }>('RequestSecondFactorSuccess').implement({
  description: 'An email with a link that sets up a second factor of the developer is on its way.',
  fields: (t) => ({ email: t.exposeString('email', { description: 'The email address that the link goes to.' }) }),
});

builder.mutationField('requestSecondFactor', (t) =>
  t.fieldWithInput({
    type: RequestSecondFactorSuccess,
    nullable: true,
    description:
      'Emails the developer who is logged in a link that sets up the first second factor. It is valid for 30 minutes. The number ' +
      'of emails is limited as for `signUp`. InvalidCredentials if the password is wrong. NotAllowed if the portal offers no ' +
      'second factors, or if the developer has one.',
    errors: { types: [NotAllowed, InvalidInput, NotFound, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The password of the developer who wants a second factor.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      password: t.input.string({ description: OWN_PASSWORD }),
    },
    resolve: async (_, { input }, { app, developer, client }) =>
      await requestSecondFactor(app, await developer(input.portal), input, client),
  }),
);

const RemoveSecondFactorSuccess = builder.objectRef<{ id: string }>('RemoveSecondFactorSuccess').implement({
  description: 'The second factor of the developer is removed. With the last one, the recovery codes have ended too.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id of the second factor that was removed.' }) }),
});

builder.mutationField('removeSecondFactor', (t) =>
  t.fieldWithInput({
    type: RemoveSecondFactorSuccess,
    nullable: true,
    description:
      'Removes a second factor of the developer who is logged in. Ends all other sessions of the developer, who gets an email. ' +
      'InvalidCredentials if the proof is wrong.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'The second factor of a developer to remove, and a proof.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      id: t.input.id({ required: true, description: 'The id of the second factor, from `me.secondFactors`.' }),
      proof: t.input.field({
        type: SecondFactorProof,
        required: true,
        description: 'A proof with any factor that the developer has, also with the one to remove.',
      }),
    },
    resolve: async (_, { input }, { app, developer }) => {
      await removeSecondFactor(app, await developer(input.portal), input);
      return { id: input.id };
    },
  }),
);

const RenewRecoveryCodesSuccess = builder.objectRef<{ recoveryCodes: string[] }>('RenewRecoveryCodesSuccess').implement({
  description: 'The developer has ten new recovery codes. The old ones do not work any more.',
  fields: (t) => ({
    recoveryCodes: t.exposeStringList('recoveryCodes', {
      description: 'The ten new codes. Each counts once. Show them now, because only this answer has them.',
    }),
  }),
});

builder.mutationField('renewRecoveryCodes', (t) =>
  t.fieldWithInput({
    type: RenewRecoveryCodesSuccess,
    nullable: true,
    description:
      'Replaces the recovery codes of the developer who is logged in. Ends all other sessions of the developer, who gets an ' +
      'email. InvalidCredentials if the proof is wrong.',
    errors: { types: [NotAllowed, InvalidInput, InvalidCredentials, TooManyAttempts] },
    typeOptions: { description: 'A proof of the developer who wants new recovery codes.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      proof: t.input.field({
        type: SecondFactorProof,
        required: true,
        description: 'A proof with any factor that the developer has, also with an old recovery code.',
      }),
    },
    resolve: async (_, { input }, { app, developer }) => ({
      recoveryCodes: await renewRecoveryCodes(app, await developer(input.portal), input),
    }),
  }),
);
