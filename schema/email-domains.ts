import { countApprovedOfDomain, type EmailDomain as EmailDomainRow, emailDomainOf } from '../domain/requests/email-domain.ts';
import { findRefused } from '../domain/rules/refusals.ts';
import { builder } from './api/builder.ts';
import { isForAdmin } from './api/for-admins.ts';
import { once } from './api/once.ts';
import { Developer } from './developers.ts';

const countOnce = once(({ app }, key) => {
  const [portalId = '', name = ''] = key.split(' ');
  return countApprovedOfDomain(app, { portalId, name });
});

const EmailDomain = builder.objectRef<EmailDomainRow>('EmailDomain').implement({
  description: 'What the domain of an email address tells an admin who decides.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The domain in ASCII, such as `example.com`.' }),
    disposable: t.exposeBoolean('disposable', {
      description: 'Whether it is a domain of disposable email addresses, by the list that approval rules use.',
    }),
    freeMail: t.exposeBoolean('freeMail', {
      description:
        'Whether everybody can get a mailbox there, such as `gmail.com`. By the list of the package email-providers.',
    }),
    approvedPeople: t.int({
      description: 'How many people with this domain are approved at the portal. 100 means 100 or more.',
      resolve: ({ portalId, name }, _, context) => countOnce(context, `${portalId} ${name}`),
    }),
  }),
});

builder.prismaObjectFields(Developer, (t) => ({
  emailDomain: t.field({
    type: EmailDomain,
    nullable: true,
    description: 'The domain of the email address, with marks for an admin who decides. Null if the developer asks.',
    resolve: async (developer, _, context) => ((await isForAdmin(developer, context)) ? emailDomainOf(developer) : null),
  }),
  refusedBefore: t.boolean({
    nullable: true,
    description:
      'Whether an earlier registration with this email address was rejected or revoked at the portal in the last 2 years. The part ' +
      'after a `+` does not count. Null if the developer asks.',
    resolve: async (developer, _, context) => {
      if (!(await isForAdmin(developer, context))) return null;
      const { prisma, keys } = context.app;
      return (await findRefused(prisma, keys, developer.portalId, [developer])).has(developer.id);
    },
  }),
}));
