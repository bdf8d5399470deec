import { builder } from './api/builder.ts';

export const SsoFailure = builder.prismaObject('SsoFailure', {
  description: 'A log-in with SSO that did not succeed. Says nothing of the person.',
  fields: (t) => ({
    reference: t.exposeString('reference', { description: 'The number that the person was shown; the log has it, too.' }),
    reason: t.exposeString('reason', { description: 'The kind of failure, such as UNAVAILABLE or MISCONFIGURED.' }),
    detail: t.exposeString('detail', { description: 'The cause, for those who set the connection up.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it happened.' }),
  }),
});
