import { InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { may } from '../domain/permissions.ts';
import { publicUrlOf } from '../domain/portals/links.ts';
import { updatePortal } from '../domain/portals/update-portal.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { Portal } from './portals.ts';
import { TermsInput } from './terms.ts';

export const PortalSettings = builder.prismaObject('Portal', {
  variant: 'PortalSettings',
  description: 'What the admins of a portal set.',
  fields: (t) => ({
    autoApprove: t.exposeBoolean('autoApprove', { description: 'Whether verified registrations are approved at once.' }),
    publicUrl: t.string({
      description: 'Where mailed links point; the pages are below it.',
      resolve: (portal, _, { app }) => publicUrlOf(app, portal),
    }),
    origins: t.exposeStringList('origins', {
      description: 'Origins that may call the API for this portal, besides those of `publicUrl` and `catalogUrl`.',
    }),
    ssoCallbacks: t.exposeStringList('ssoCallbacks', {
      description:
        'Addresses that the code of a log-in with SSO may be sent to, and no others. Needed by clients on another origin.',
    }),
    mailFrom: t.exposeString('mailFrom', {
      nullable: true,
      description:
        'The address that its mails come from, as long as the operator allows its domain by `MAIL_DOMAINS`; null means that of the installation.',
    }),
    showApplicants: t.exposeBoolean('showApplicants', { description: 'Whether mails to admins name the people who wait.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was opened.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When a setting last changed.' }),
  }),
});

builder.prismaObjectField(Portal, 'settings', (t) =>
  t.field({
    type: PortalSettings,
    nullable: true,
    description: 'For the admins of this portal; null for everyone else.',
    resolve: async (portal, _, context) => {
      const admin = await context.admin();
      return admin && may(admin, 'read', portal.id) ? portal : null;
    },
  }),
);

const UpdatePortalSuccess = builder.objectRef<{ portal: PortalRow }>('UpdatePortalSuccess').implement({
  description: 'The settings are changed.',
  fields: (t) => ({ portal: t.field({ type: Portal, description: 'As it is now.', resolve: ({ portal }) => portal }) }),
});

builder.mutationField('updatePortal', (t) =>
  t.fieldWithInput({
    type: UpdatePortalSuccess,
    nullable: true,
    description: 'Changes settings of a portal. For its OWNER.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    typeOptions: { description: 'The settings to change; what is left out stays.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      name: t.input.string({ description: 'What people call it, 1 to 256 characters.' }),
      publicUrl: t.input.string({ description: 'Where its pages are and mailed links point; null for the pages served here.' }),
      catalogUrl: t.input.string({ description: 'Where people go once logged in.' }),
      contactEmail: t.input.string({ description: 'Whom people may ask; Reply-To of its mails.' }),
      mailFrom: t.input.string({
        description:
          'The address that its mails come from, in a domain that the operator allows it by `MAIL_DOMAINS`; null for that of the installation.',
      }),
      origins: t.input.stringList({ description: 'At most 20 more origins that may call the API for this portal.' }),
      ssoCallbacks: t.input.stringList({
        description:
          'At most 20 addresses that the code of a log-in with SSO may be sent to, compared exactly: https (http on localhost), without ' +
          'a fragment. Replaces the list.',
      }),
      terms: t.input.field({
        type: TermsInput,
        description:
          'The terms of use; null for none. After a new version, `currentTermsAccepted` of a developer says who accepted it.',
      }),
      autoApprove: t.input.boolean({ description: 'Whether verified registrations are approved at once.' }),
      applyToPending: t.input.boolean({
        description: 'Whether requests that wait already are evaluated under the new settings too.',
      }),
      registrationOpen: t.input.boolean({ description: 'Whether `signUp` takes registrations.' }),
      showApplicants: t.input.boolean({ description: 'Whether mails to admins name the people who wait.' }),
      passwordLogin: t.input.boolean({
        description:
          'Whether people may come in by a password. To switch it off takes an enabled connection to an identity provider by which ' +
          'a trial log-in succeeded; links for passwords that are out are dead from then on.',
      }),
      passwordMinLength: t.input.int({
        description:
          'The fewest characters of a password, 8 to 64; 15 unless set. Passwords that were chosen before stay good.',
      }),
      passwordContextWords: t.input.stringList({
        description:
          'At most 20 words of 3 to 64 characters that attackers try here, such as names of the company and its products: they count ' +
          'for nothing in a password. Replaces the list.',
      }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ portal: await updatePortal(app, await admin(), input) }),
  }),
);
