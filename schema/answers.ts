import { answersOf, answersTo, type LabelledAnswer } from '../domain/answers/answer.ts';
import { setAnswers } from '../domain/answers/set-answers.ts';
import { Conflict, InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { may } from '../domain/permissions.ts';
import { fieldsOf, isVisibleToPerson } from '../domain/sign-up-fields/sign-up-field.ts';
import type { Developer as DeveloperRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { Developer } from './developers.ts';

export const AnswerInput = builder.inputType('AnswerInput', {
  description: 'The answer to one field.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'The key of the field; each is answered once.' }),
    value: t.field({ type: 'AnswerValue', description: 'The answer; null, left out and an empty text are no answer.' }),
  }),
});

export const Answer = builder.objectRef<LabelledAnswer>('Answer').implement({
  description: 'What was answered to one field of the portal.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The key of the field.' }),
    label: t.exposeString('label', { description: 'What stands beside the field now.' }),
    value: t.expose('value', { type: 'AnswerValue', description: 'The answer: true or false for a BOOLEAN, else a text.' }),
  }),
});

builder.prismaObjectField(Developer, 'answers', (t) =>
  t.field({
    type: [Answer],
    description:
      'What was answered, in the order of the fields; to the person without what is visible to admins alone. Empty until the ' +
      'address is verified, as anyone may have filled in the form.',
    select: { portalId: true, answers: true, portal: { select: { signUpFields: true } } },
    resolve: async ({ portalId, portal, ...developer }, _, context) => {
      const admin = await context.admin();
      const isForAdmin = admin !== null && may(admin, 'read', portalId);
      const fields = fieldsOf(portal).filter((field) => isForAdmin || isVisibleToPerson(field));
      return answersTo(fields, answersOf(developer));
    },
  }),
);

const SetAnswersSuccess = builder.objectRef<{ developer: DeveloperRow }>('SetAnswersSuccess').implement({
  description: 'The answers are kept.',
  fields: (t) => ({
    developer: t.field({ type: Developer, description: 'As it is now.', resolve: ({ developer }) => developer }),
  }),
});

builder.mutationField('setAnswers', (t) =>
  t.fieldWithInput({
    type: SetAnswersSuccess,
    nullable: true,
    description: 'Answers the fields of a registration that only admins answer. For OWNER and APPROVER.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, Conflict] },
    typeOptions: { description: 'What to answer for a developer.' },
    input: {
      id: t.input.id({ required: true, description: 'The id of the developer.' }),
      answers: t.input.field({
        type: [AnswerInput],
        required: true,
        description: 'Answers to fields that admins edit; those that are not named stay.',
      }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ developer: await setAnswers(app, await admin(), input) }),
  }),
);
