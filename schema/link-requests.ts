import type { LinkRequest } from '../domain/links/link.ts';
import { Answer } from './answers.ts';
import { builder } from './api/builder.ts';
import { DeveloperStatus } from './api/enums.ts';
import { DecisionMakerKind } from './decisions.ts';

const LinkedDecision = builder.objectRef<NonNullable<LinkRequest['decision']>>('LinkDecision').implement({
  description: 'The last decision about a request. It ended the link.',
  fields: (t) => ({
    status: t.expose('to', { type: DeveloperStatus, description: 'The status after the decision.' }),
    kind: t.expose('by', {
      type: DecisionMakerKind,
      description: 'Whether an admin, an API token, a rule or an identity provider decided.',
    }),
    adminEmail: t.string({
      nullable: true,
      description: 'The email address of the admin, or of the admin whose API token decided. Null if there is none.',
      resolve: ({ admin }) => admin?.email ?? null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time of the decision.' }),
  }),
});

const LinkedApplicant = builder.objectRef<NonNullable<LinkRequest['applicant']>>('LinkApplicant').implement({
  description: 'The person whose request a link decides.',
  fields: (t) => ({
    fullName: t.exposeString('fullName', { description: 'The full name, such as `Ada Lovelace`.' }),
    email: t.exposeString('email', { description: 'The verified email address, in canonical form.' }),
    answers: t.field({
      type: [Answer],
      description: 'The answers to the sign-up form, in the order of the fields.',
      resolve: ({ answers }) => answers,
    }),
  }),
});

export const LinkedRequest = builder.objectRef<LinkRequest>('LinkRequest').implement({
  description: 'The request that an admin decides with a link.',
  fields: (t) => ({
    needsLogIn: t.exposeBoolean('needsLogIn', {
      description:
        'Whether the admin has to log in first: always if another admin is logged in, and if nobody is logged in and the admin ' +
        'has or needs a second factor, or the portal does not show applicants in emails. The fields below are null then.',
    }),
    applicant: t.expose('applicant', {
      type: LinkedApplicant,
      nullable: true,
      description: 'The person who waits. Null if the link does not work.',
    }),
    waitingSince: t.expose('waitingSince', {
      type: 'DateTime',
      nullable: true,
      description: 'The time since when the request waits. Null if the link does not work.',
    }),
    decision: t.expose('decision', {
      type: LinkedDecision,
      nullable: true,
      description: 'The decision that ended the link. Null if there is none.',
    }),
  }),
});
