import { correctRegistration } from '../domain/developers/correct-registration.ts';
import { findRegistration, type Registration as OwnRegistration } from '../domain/developers/find-registration.ts';
import { withdrawRegistration } from '../domain/developers/withdraw-registration.ts';
import { Conflict, InvalidInput, InvalidToken, TooManyAttempts } from '../domain/errors.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { Answer, AnswerInput } from './answers.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';
import { Portal } from './portals.ts';
import { SignUpField } from './sign-up-fields.ts';

const STATUS_TOKEN =
  'The `statusToken` of `NotApproved` or `openRegistration`. It works for 30 minutes, until another password is set.';

export const Registration = builder.objectRef<OwnRegistration>('Registration').implement({
  description: 'What a person who is not approved sees of the own registration.',
  fields: (t) => ({
    portal: t.field({
      type: Portal,
      description: 'The portal, with `usualWaitHours` and with `contactEmail`, whom to ask.',
      resolve: ({ portal }) => portal,
    }),
    status: t.field({
      type: DeveloperStatus,
      description: 'The status now. After APPROVED the person logs in, and all other fields are null or empty.',
      resolve: ({ status }) => status,
    }),
    email: t.string({
      nullable: true,
      description: 'The email address of the registration.',
      resolve: ({ developer }) => developer?.email ?? null,
    }),
    fullName: t.string({
      nullable: true,
      description: 'The name that the person gave.',
      resolve: ({ developer }) => developer?.fullName ?? null,
    }),
    answers: t.field({
      type: [Answer],
      description: 'The answers to the sign-up form, without the fields that only admins can read.',
      resolve: ({ answers }) => answers,
    }),
    editableFields: t.field({
      type: [SignUpField],
      description: 'The fields of the sign-up form that `correctRegistration` takes now. Empty if the registration is decided.',
      resolve: ({ editable }) => editable,
    }),
    waitingSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The time since when the request waits. Null if it is decided.',
      resolve: ({ developer }) => developer?.waitingSince ?? null,
    }),
    decidedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The time of the decision that rejected or revoked. Null if there is none.',
      resolve: ({ decision }) => decision?.createdAt ?? null,
    }),
    reason: t.string({
      nullable: true,
      description: 'The reason of that decision. Null if none was given.',
      resolve: ({ decision }) => decision?.reason ?? null,
    }),
  }),
});

builder.queryField('registration', (t) =>
  t.field({
    type: Registration,
    nullable: true,
    description:
      'The registration of a person who is not approved, by the token of a log-in that was refused for that, or of an emailed link. It ' +
      'is no session. Null for any other token. A decision that it shows cannot be undone any more.',
    args: { token: t.arg.string({ required: true, description: STATUS_TOKEN }) },
    resolve: (_, { token }, { app }) => findRegistration(app, token),
  }),
);

const CorrectRegistrationSuccess = builder
  .objectRef<{ registration: OwnRegistration }>('CorrectRegistrationSuccess')
  .implement({
    description:
      'The registration has the new values, and waits as before. Admins see in its timeline which fields were changed.',
    fields: (t) => ({
      registration: t.field({
        type: Registration,
        description: 'The registration with the new values.',
        resolve: ({ registration }) => registration,
      }),
    }),
  });

builder.mutationField('correctRegistration', (t) =>
  t.fieldWithInput({
    type: CorrectRegistrationSuccess,
    nullable: true,
    description:
      'Changes what a person gave who waits for a decision. Conflict if it is decided. InvalidToken if the token is unknown or too ' +
      'old: the person logs in again, or asks for another link. InvalidInput with the code READ_ONLY for an answer that the person cannot edit.',
    errors: { types: [InvalidToken, InvalidInput, Conflict, TooManyAttempts] },
    typeOptions: { description: 'The corrections of a registration. Values that are left out stay.' },
    input: {
      token: t.input.string({ required: true, description: STATUS_TOKEN }),
      fullName: t.input.string({
        description: 'The name of the person on one line, 1 to 256 characters, such as `Ada Lovelace`.',
      }),
      answers: t.input.field({
        type: [AnswerInput],
        description: 'Answers to `registration.editableFields`. Null removes an answer that is not required.',
      }),
    },
    resolve: async (_, { input }, { app }) => ({ registration: await correctRegistration(app, input) }),
  }),
);

const WithdrawRegistrationSuccess = builder.objectRef<{ portal: PortalRow }>('WithdrawRegistrationSuccess').implement({
  description: 'The registration is deleted, and the person gets an email about it. The email address can register again.',
  fields: (t) => ({
    portal: t.field({ type: Portal, description: 'The portal of the registration.', resolve: ({ portal }) => portal }),
  }),
});

builder.mutationField('withdrawRegistration', (t) =>
  t.fieldWithInput({
    type: WithdrawRegistrationSuccess,
    nullable: true,
    description:
      'Deletes the registration of a person who waits for a decision, as `deleteAccount` does. Conflict if it is decided. ' +
      'InvalidToken if the token is unknown or too old: the person logs in again, or asks for another link.',
    errors: { types: [InvalidToken, Conflict, TooManyAttempts] },
    typeOptions: { description: 'The registration that a person withdraws.' },
    input: { token: t.input.string({ required: true, description: STATUS_TOKEN }) },
    resolve: async (_, { input }, { app }) => ({ portal: await withdrawRegistration(app, input) }),
  }),
);
