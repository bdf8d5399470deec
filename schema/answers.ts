import { setAnswers } from '../domain/developers/set-answers.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { may } from '../domain/permissions.ts';
import { answersOf, answersTo, type LabelledAnswer } from '../domain/sign-up-form/answer.ts';
import { fieldsOf, isVisibleToPerson } from '../domain/sign-up-form/sign-up-field.ts';
import type { Developer as DeveloperRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { Developer } from './developers.ts';

export const AnswerInput = builder.inputType('AnswerInput', {
  description: 'The answer to one field of the sign-up form.',
  fields: (t) => ({
    field: t.string({
      required: true,
      description: 'The key of the field, such as `company`. A key can appear only once in a list.',
    }),
    value: t.field({
      type: 'AnswerValue',
      description: 'The answer. Null, an empty text and no value all mean that there is no answer.',
    }),
  }),
});

export const Answer = builder.objectRef<LabelledAnswer>('Answer').implement({
  description: 'The answer of a person to one field of the sign-up form.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The key of the field, such as `company`.' }),
    label: t.exposeString('label', { description: 'The current label of the field, such as `Company`.' }),
    value: t.expose('value', {
      type: 'AnswerValue',
      description: 'The answer: true or false for a BOOLEAN field, a text for every other kind.',
    }),
  }),
});

builder.prismaObjectField(Developer, 'answers', (t) =>
  t.field({
    type: [Answer],
    description:
      'The answers to the sign-up form, in the order of the fields. The person does not see fields that only admins ' +
      'can read. Empty until the email address is verified, because anyone can fill in the form.',
    select: { portalId: true, answers: true, portal: { select: { signUpFields: true } } },
    resolve: async ({ portalId, portal, ...developer }, _, context) => {
      const caller = await context.caller();
      const isForAdmin = caller !== null && may(caller, 'read', portalId);
      const fields = fieldsOf(portal).filter((field) => isForAdmin || isVisibleToPerson(field));
      return answersTo(fields, answersOf(developer));
    },
  }),
);

const SetAnswersSuccess = builder.objectRef<{ developer: DeveloperRow }>('SetAnswersSuccess').implement({
  description: 'The answers of the developer are stored.',
  fields: (t) => ({
    developer: t.field({
      type: Developer,
      description: 'The developer with the new answers.',
      resolve: ({ developer }) => developer,
    }),
  }),
});

builder.mutationField('setAnswers', (t) =>
  t.fieldWithInput({
    type: SetAnswersSuccess,
    nullable: true,
    description:
      'Sets the answers of a developer to fields that only admins can edit. For OWNER and APPROVER. Conflict if the ' +
      'email address is not verified.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, Conflict] },
    typeOptions: { description: 'The answers of a developer that only admins can edit.' },
    input: {
      id: t.input.id({ required: true, description: 'The id of the developer, a UUID.' }),
      answers: t.input.field({
        type: [AnswerInput],
        required: true,
        description: 'The new answers. Fields that are left out stay.',
      }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ developer: await setAnswers(app, await caller(), input) }),
  }),
);
