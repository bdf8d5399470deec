import { ConfirmationRequired, InvalidInput, NotAllowed, NotFound, TooManyAttempts } from '../domain/errors.ts';
import { may } from '../domain/permissions.ts';
import { publicUrlOf } from '../domain/portals/portal-links.ts';
import { updatePortal } from '../domain/portals/update-portal.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { BotCheckPolicy, SecondFactorPolicy } from './api/enums.ts';
import { BrandingInput } from './branding-input.ts';
import { PortalLocalesInput } from './portal-locales.ts';
import { Portal } from './portals.ts';
import { TermsInput } from './terms.ts';

export const PortalSettings = builder.prismaObject('Portal', {
  variant: 'PortalSettings',
  description: 'The settings of a portal that only its admins see.',
  fields: (t) => ({
    autoApprove: t.exposeBoolean('autoApprove', { description: 'Whether verified registrations are approved automatically.' }),
    publicUrl: t.string({
      description:
        'The URL of the pages of the portal, to which emailed links lead. Gatehouse shows its pages there if requests for that host ' +
        'reach it. While the operator does not allow a stored host any more (`PORTAL_HOSTS`), the URL of the pages at the host of Gatehouse.',
      resolve: (portal, _, { app }) => publicUrlOf(app, portal),
    }),
    origins: t.exposeStringList('origins', {
      description:
        'More origins that can call the API for this portal, such as `https://app.example.com`. The origins of ' +
        '`publicUrl` and `catalogUrl` always can.',
    }),
    ssoCallbacks: t.exposeStringList('ssoCallbacks', {
      description:
        'The URLs that can receive the code of a log-in with SSO. Clients on another origin need one. The pages that Gatehouse serves do not.',
    }),
    mailFrom: t.exposeString('mailFrom', {
      nullable: true,
      description:
        'The sender of the emails of the portal. It counts while its domain is proved by DNS, or while the operator allows it ' +
        'in `MAIL_DOMAINS`: see `sender`. Null means the sender of the installation.',
    }),
    showApplicants: t.exposeBoolean('showApplicants', {
      description: 'Whether emails to admins contain the names of people who wait for a decision.',
    }),
    undoWindow: t.exposeInt('undoWindow', {
      description: 'The number of seconds for which an admin can undo a decision. The email about it waits as long.',
    }),
    remindAfter: t.exposeInt('remindAfter', {
      description:
        'The hours that a request can wait before its admins are reminded by email, and again after each such time. 72 if ' +
        'never set.',
    }),
    sessionLimit: t.exposeInt('sessionLimit', {
      description: 'The number of sessions that one developer can have open. The oldest ends when another begins.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the portal was opened.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'The time when a setting last changed.' }),
  }),
});

builder.prismaObjectField(Portal, 'settings', (t) =>
  t.field({
    type: PortalSettings,
    nullable: true,
    description: 'The settings of the portal. Null unless an admin of the portal asks.',
    resolve: async (portal, _, context) => {
      const caller = await context.caller();
      return caller && may(caller, 'read', portal.id) ? portal : null;
    },
  }),
);

const UpdatePortalSuccess = builder.objectRef<{ portal: PortalRow }>('UpdatePortalSuccess').implement({
  description: 'The settings of the portal are changed.',
  fields: (t) => ({
    portal: t.field({ type: Portal, description: 'The portal with the new settings.', resolve: ({ portal }) => portal }),
  }),
});

builder.mutationField('updatePortal', (t) =>
  t.fieldWithInput({
    type: UpdatePortalSuccess,
    nullable: true,
    description:
      'Changes settings of a portal. Settings that are left out stay. For an OWNER of the portal. `autoApprove: true`, a `publicUrl`, ' +
      '`origins`, `ssoCallbacks`, a `mailFrom`, `passwordLogin: true` and `secondFactor: OFF` open doors: ConfirmationRequired if the caller has not confirmed it. See ' +
      '`adminConfirm`. TooManyAttempts after 30 new domains of senders, checks and new keys of the portal in an hour.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, ConfirmationRequired, TooManyAttempts] },
    typeOptions: { description: 'The settings to change. Settings that are left out stay.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal, such as `demo`.' }),
      name: t.input.string({ description: 'The name that people read, 1 to 256 characters, such as `Acme Developers`.' }),
      publicUrl: t.input.string({
        description:
          'The URL of the pages of the portal, to which emailed links lead. Gatehouse shows its pages there if requests for that host ' +
          'reach it. TAKEN if another portal has the host, NOT_PERMITTED if the operator does not allow it (`PORTAL_HOSTS`). A `catalogUrl` that is the catalog page moves along. The code of a log-in with ' +
          'SSO can go to the page `sso-callback` there. Null for the pages at the host of Gatehouse.',
      }),
      catalogUrl: t.input.string({ description: 'The URL that people are sent to after they log in.' }),
      contactEmail: t.input.string({
        description: 'The email address that people can ask. It is the Reply-To of the emails of the portal.',
      }),
      mailFrom: t.input.string({
        description:
          'The sender of the emails of the portal. It counts as soon as its domain is proved by the DNS records in ' +
          '`PortalSettings.sender`, or at once if the operator allows the domain in `MAIL_DOMAINS`. NOT_PERMITTED for a domain of ' +
          'the installation or of another portal. Null for the sender of the installation.',
      }),
      origins: t.input.stringList({
        description:
          'More origins that can call the API for this portal, at most 20, such as `https://app.example.com`. Replaces ' +
          'the list.',
      }),
      ssoCallbacks: t.input.stringList({
        description:
          'At most 20 URLs that can receive the code of a log-in with SSO: https (http on localhost), without a ' +
          'fragment. They are compared exactly. Replaces the list.',
      }),
      locales: t.input.field({
        type: PortalLocalesInput,
        description:
          'The languages of the portal. Only English if never set. UNKNOWN_CHOICE for one that Gatehouse has no texts of.',
      }),
      terms: t.input.field({
        type: TermsInput,
        description:
          'The terms of use. Null for none. After a new version, `currentTermsAccepted` tells which developers accepted ' +
          'it.',
      }),
      autoApprove: t.input.boolean({ description: 'Whether verified registrations are approved automatically.' }),
      applyToPending: t.input.boolean({
        description: 'Whether the new settings are also applied to registrations that wait already.',
      }),
      registrationOpen: t.input.boolean({ description: 'Whether `signUp` accepts registrations without an invitation.' }),
      showApplicants: t.input.boolean({
        description: 'Whether emails to admins contain the names of people who wait for a decision.',
      }),
      passwordLogin: t.input.boolean({
        description:
          'Whether people can log in with a password. Turning it off needs an enabled connection with a successful ' +
          'trial, and ends all password links that were sent.',
      }),
      passwordMinLength: t.input.int({
        description:
          'The minimum number of characters of a new password, 8 to 64. 15 if never set. Existing passwords stay valid.',
      }),
      passwordContextWords: t.input.stringList({
        description:
          'At most 20 words of 3 to 64 characters that make a password easy to guess at this portal, such as names of ' +
          'the company and its products. Replaces the list.',
      }),
      secondFactor: t.input.field({
        type: SecondFactorPolicy,
        description:
          'Whether developers can have a second factor. OFF if never set. Turning it off keeps the second factors that there ' +
          'are, and log-ins stop asking for them until it is OPTIONAL again.',
      }),
      botCheck: t.input.field({
        type: BotCheckPolicy,
        description:
          'When strangers have to solve a challenge before the portal sends an email. OFF if never set. The pages that Gatehouse ' +
          'serves solve it without a question to the person; other clients need `botChallenge` first.',
      }),
      undoWindow: t.input.int({
        description:
          'The number of seconds for which an admin can undo a decision, 0 to 300. 30 if never set. The email about the ' +
          'decision waits as long.',
      }),
      remindAfter: t.input.int({
        description:
          'The hours that a request can wait before its admins are reminded by email, and again after each such time, 1 to ' +
          '720.',
      }),
      sessionLimit: t.input.int({
        description:
          'The number of sessions that one developer can have open, 1 to 50. 50 if never set. The oldest ends when another ' +
          'begins. A lower limit ends no session at once: it counts from the next log-in of each developer on.',
      }),
      deletionGraceDays: t.input.int({
        description:
          'The days between `deleteAccount` and the deletion, in which the person can keep the account, 0 to 30. 0 if never set: ' +
          'the account is deleted at once. Accounts that wait to be deleted keep their time.',
      }),
      branding: t.input.field({
        type: BrandingInput,
        description: 'How the pages and the emails of the portal look. Settings that are left out stay.',
      }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ portal: await updatePortal(app, await caller(), input) }),
  }),
);
