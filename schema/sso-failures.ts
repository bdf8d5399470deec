import { builder } from './api/builder.ts';

export const SsoFailure = builder.prismaObject('SsoFailure', {
  description: 'A failed log-in with SSO. It contains nothing about the person.',
  fields: (t) => ({
    reference: t.exposeString('reference', {
      description: 'The reference number that the person was shown. The log has it too.',
    }),
    reason: t.exposeString('reason', { description: 'The kind of the failure, such as `UNAVAILABLE` or `MISCONFIGURED`.' }),
    detail: t.exposeString('detail', { description: 'The cause, for the people who configure the connection.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time of the failure.' }),
  }),
});
