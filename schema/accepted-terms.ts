import { acceptTerms } from '../domain/developers/accept-terms.ts';
import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { termsOf } from '../domain/sign-up-form/terms.ts';
import type { Developer as DeveloperRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { LONGEST_LIST } from './api/paging.ts';
import { Developer } from './developers.ts';

const AcceptedTerms = builder.prismaObject('AcceptedTerms', {
  description: 'A version of the terms of use that a person accepted.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'The version that was accepted, such as `2026-01`.' }),
    url: t.exposeString('url', { description: 'The URL of the terms at the time when they were accepted.' }),
    acceptedAt: t.expose('acceptedAt', { type: 'DateTime', description: 'The time when the person accepted this version.' }),
  }),
});

builder.prismaObjectFields(Developer, (t) => ({
  acceptedTerms: t.relation('acceptedTerms', {
    type: AcceptedTerms,
    description: 'The versions of the terms that the person accepted, the newest first, at most 100.',
    query: { orderBy: [{ acceptedAt: 'desc' }, { id: 'desc' }], take: LONGEST_LIST },
  }),
  currentTermsAccepted: t.boolean({
    description: 'Whether the person accepted the current terms of the portal. True if the portal has no terms.',
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
  description: 'The terms are accepted, and the acceptance is stored with its time.',
  fields: (t) => ({
    developer: t.field({
      type: Developer,
      description: 'The developer who accepted the terms.',
      resolve: ({ developer }) => developer,
    }),
  }),
});

builder.mutationField('acceptTerms', (t) =>
  t.fieldWithInput({
    type: AcceptTermsSuccess,
    nullable: true,
    description:
      'Accepts the current terms of use of a portal for the developer who is logged in. NotAllowed if nobody is ' +
      'logged in. InvalidInput if `version` is not the current version.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The terms of use that a developer accepts.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      version: t.input.string({
        required: true,
        description:
          'The version that the person was shown, as in `portal.terms.version`. An older version is InvalidInput with ' +
          'the code OUTDATED.',
      }),
    },
    resolve: async (_, { input }, { app, developer }) => ({
      developer: await acceptTerms(app, await developer(input.portal), input),
    }),
  }),
);
