import type { DecisionResult } from '../domain/decisions/each-on-its-own.ts';
import { InvalidInput, InvalidToken, NotAllowed, TooManyAttempts } from '../domain/errors.ts';
import { may } from '../domain/permissions.ts';
import { answerQuestion } from '../domain/questions/answer-question.ts';
import { askDevelopers } from '../domain/questions/ask-developers.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { ActingToken, actingToken } from './acting-token.ts';
import { AnswerInput } from './answers.ts';
import { actResult } from './api/act-result.ts';
import { builder } from './api/builder.ts';
import { nowOf } from './api/now.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { Developer } from './developers.ts';
import { Portal } from './portals.ts';

const QuestionState = builder.enumType('QuestionState', {
  description: 'The state of a question.',
  values: {
    OPEN: { description: 'The link works, and the request waits for the person.' },
    ANSWERED: { description: 'The person answered.' },
    ENDED: {
      description: 'The link has ended without an answer: by its time, by the person, by another question, or by a decision.',
    },
  } as const,
});

export const Question = builder.prismaObject('Question', {
  description: 'A question of an admin to a person who waits for a decision. It is deleted with the developer.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the question, a UUID.' }),
    text: t.exposeString('text', { description: 'The question, plain text with line breaks.' }),
    adminEmail: t.string({
      nullable: true,
      description:
        'The email address of the admin who asked, or whose API token did. Null if the admin was removed, and for a token with ' +
        '`service`.',
      select: { admin: { select: { email: true } } },
      resolve: ({ admin }) => admin?.email ?? null,
    }),
    apiToken: t.field({
      type: ActingToken,
      nullable: true,
      description: 'The API token that asked. Null if an admin asked.',
      select: actingToken,
      resolve: ({ apiToken }) => apiToken,
    }),
    state: t.field({
      type: QuestionState,
      description: 'Whether the question is open, answered or ended.',
      resolve: async ({ answeredAt, endedAt, expiresAt }, _, context) => {
        if (answeredAt) return 'ANSWERED';
        return endedAt || expiresAt <= (await nowOf(context)) ? 'ENDED' : 'OPEN';
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the question was asked.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'The time when the link of an open question ends.' }),
    answeredAt: t.expose('answeredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time of the answer. Null if there is none.',
    }),
    answer: t.exposeString('answer', {
      nullable: true,
      description:
        'What the person wrote, plain text with line breaks. Null if there is no answer, and if the person only changed ' +
        'answers of the sign-up form.',
    }),
    changedFields: t.exposeStringList('changedFields', {
      description: 'The keys of the fields of the sign-up form that the person changed with the answer. At most 20.',
    }),
  }),
});

builder.prismaObjectField(Developer, 'questions', (t) =>
  t.field({
    type: [Question],
    nullable: true,
    description: 'The questions that admins asked the developer, the newest first, at most 100. Null if the developer asks.',
    select: (_args, _context, nested) => ({
      portalId: true,
      questions: nested({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: LONGEST_LIST }),
    }),
    resolve: async ({ portalId, questions }, _, { caller }) => {
      const me = await caller();
      return me && may(me, 'read', portalId) ? questions : null;
    },
  }),
);

const AskingResult = actResult(
  'AskingResult',
  'The result of a question to one developer.',
  'Why this developer was not asked: NotFound, NotAllowed, Conflict, InvalidInput after 100 questions, or TooManyAttempts if nothing was tried.',
);

const AskDevelopersSuccess = builder.objectRef<{ results: DecisionResult[] }>('AskDevelopersSuccess').implement({
  description: 'Every id was handled by `askDevelopers`, with or without an error.',
  fields: (t) => ({
    results: t.field({
      type: [AskingResult],
      description: 'One result for each id, in the order of the input.',
      resolve: ({ results }) => results,
    }),
  }),
});

builder.mutationField('askDevelopers', (t) =>
  t.fieldWithInput({
    type: AskDevelopersSuccess,
    nullable: true,
    description:
      'Emails pending developers a question, with a link to a page where they answer. The link is valid for 7 days. ' +
      'Until the answer or the end of the link, the request waits for the applicant; then it is back in its old place. A ' +
      'new question ends the one before. Conflict for a developer who is not PENDING or not verified. For OWNER and ' +
      'APPROVER.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The developers to ask, and the question.' },
    input: {
      ids: t.input.idList({ required: true, description: 'The ids of 1 to 100 developers. Each one is asked separately.' }),
      question: t.input.string({
        required: true,
        description: 'The question, plain text with line breaks, at most 2,000 characters. The person reads it in the email.',
      }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ results: await askDevelopers(app, await caller(), input) }),
  }),
);

const AnswerQuestionSuccess = builder.objectRef<{ portal: PortalRow }>('AnswerQuestionSuccess').implement({
  description: 'The answer is stored, and the admins are told. The link does not work any more.',
  fields: (t) => ({
    portal: t.field({
      type: Portal,
      description: 'The portal where the registration waits.',
      resolve: ({ portal }) => portal,
    }),
  }),
});

builder.mutationField('answerQuestion', (t) =>
  t.fieldWithInput({
    type: AnswerQuestionSuccess,
    nullable: true,
    description:
      'Answers the question of an admin, with the token of the emailed link. It works once. Nothing is decided by it. ' +
      'Nobody needs to be logged in. InvalidInput if there is neither a text nor a changed answer of the sign-up form.',
    errors: { types: [InvalidToken, InvalidInput, TooManyAttempts] },
    typeOptions: { description: 'The answer to a question of an admin.' },
    input: {
      token: t.input.string({ required: true, description: 'The token of the emailed link.' }),
      text: t.input.string({ description: 'The answer, plain text with line breaks, at most 2,000 characters.' }),
      answers: t.input.field({
        type: [AnswerInput],
        description: 'New answers to fields of the sign-up form, from `link.question.fields`. Fields that are left out stay.',
      }),
    },
    resolve: async (_, { input }, { app }) => ({ portal: await answerQuestion(app, input) }),
  }),
);
