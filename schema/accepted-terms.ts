import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { acceptTerms } from '../domain/terms/accept-terms.ts';
import { termsOf } from '../domain/terms/terms.ts';
import type { Developer as DeveloperRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { Developer } from './developers.ts';

const AcceptedTerms = builder.prismaObject('AcceptedTerms', {
  description: 'Terms of use that a person accepted.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Which they were.' }),
    url: t.exposeString('url', { description: 'Where they stood at that time.' }),
    acceptedAt: t.expose('acceptedAt', { type: 'DateTime', description: 'When the person accepted them.' }),
  }),
});

builder.prismaObjectFields(Developer, (t) => ({
  acceptedTerms: t.relation('acceptedTerms', {
    type: AcceptedTerms,
    description: 'The terms of use that the person accepted, the last ones first; 100 at most.',
    query: { orderBy: [{ acceptedAt: 'desc' }, { id: 'desc' }], take: LONGEST_LIST },
  }),
  currentTermsAccepted: t.boolean({
    description: 'Whether the person accepted the terms that the portal has now; true where it has none.',
    select: {
      portal: { select: { termsVersion: true, termsUrl: true } },
      acceptedTerms: { select: { version: true }, orderBy: [{ acceptedAt: 'desc' }, { id: 'desc' }], take: LONGEST_LIST },
    },
    resolve: ({ portal, acceptedTerms }) => {
      const terms = termsOf(portal);
      return !terms || acceptedTerms.some(({ version }) => version === terms.version);
    },
  }),
}));

const AcceptTermsSuccess = builder.objectRef<{ developer: DeveloperRow }>('AcceptTermsSuccess').implement({
  description: 'The terms are accepted.',
  fields: (t) => ({
    developer: t.field({ type: Developer, description: 'Who accepted them.', resolve: ({ developer }) => developer }),
  }),
});

builder.mutationField('acceptTerms', (t) =>
  t.fieldWithInput({
    type: AcceptTermsSuccess,
    nullable: true,
    description: 'Accepts the terms of use that the portal has now, for the developer who is logged in.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'Which terms of use to accept.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      version: t.input.string({ required: true, description: 'The version that the person was shown.' }),
    },
    resolve: async (_, { input }, { app, developer }) => ({
      developer: await acceptTerms(app, await developer(input.portal), input),
    }),
  }),
);
