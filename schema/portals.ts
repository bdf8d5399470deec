import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { inReach } from '../domain/permissions.ts';
import { createPortal } from '../domain/portals/create-portal.ts';
import { isSlug } from '../domain/portals/find-portal.ts';
import { catalogUrlOf, pageUrl } from '../domain/portals/portal-links.ts';
import { termsOf } from '../domain/sign-up-form/terms.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { BotCheckPolicy, SecondFactorPolicy } from './api/enums.ts';
import { text } from './api/keyset.ts';
import { pageOf, selected } from './api/paging.ts';
import { PasswordPolicy } from './password-policy.ts';
import { PortalLocales } from './portal-locales.ts';
import { Terms } from './terms.ts';

export const Portal = builder.prismaObject('Portal', {
  description: 'A developer portal. Each portal has its own developers.',
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'The short name of the portal, such as `demo`. All operations use it.' }),
    name: t.exposeString('name', { description: 'The name that people read, such as `Acme Developers`.' }),
    signUpUrl: t.string({
      description: 'The URL of the sign-up page.',
      resolve: (portal, _, { app }) => pageUrl(app, portal, 'sign-up'),
    }),
    catalogUrl: t.string({
      description: 'The URL that people are sent to after they log in.',
      resolve: (portal, _, { app }) => catalogUrlOf(app, portal),
    }),
    contactEmail: t.exposeString('contactEmail', {
      description: 'The email address that people can ask. The emails of the portal name it.',
    }),
    registrationOpen: t.exposeBoolean('registrationOpen', {
      description:
        'Whether `signUp` accepts registrations without an invitation. It does not affect SSO, where the `approval` of the ' +
        'connection decides.',
    }),
    passwordLogin: t.exposeBoolean('passwordLogin', {
      description:
        'Whether people can log in with a password. If not, `signUp`, `logIn` and the other password mutations return ' +
        'PasswordLoginOff.',
    }),
    secondFactor: t.expose('secondFactor', {
      type: SecondFactorPolicy,
      description: 'Whether developers can have a second factor here.',
    }),
    deletionGraceDays: t.exposeInt('deletionGraceDays', {
      description:
        'The days between `deleteAccount` and the deletion, in which the person can keep the account. 0 if it is deleted at once.',
    }),
    botCheck: t.expose('botCheck', {
      type: BotCheckPolicy,
      description:
        'When strangers have to solve a challenge: see `botChallenge`. It concerns `signUp`, `resendVerification`, ' +
        '`requestPasswordReset` and `requestRegistrationLink`.',
    }),
    passwordPolicy: t.field({
      type: PasswordPolicy,
      description: 'The rules for a new password at this portal.',
      resolve: ({ passwordMinLength, passwordContextWords }) => ({
        minLength: passwordMinLength,
        contextWords: passwordContextWords,
      }),
    }),
    usualWaitHours: t.exposeInt('usualWaitHours', {
      nullable: true,
      description:
        'The hours within which admins decided 8 of 10 requests of the last 30 days, without the time that people took to answer ' +
        'questions. Requests that wait for longer count, too. Reckoned every hour. Null after fewer than 10 decisions.',
    }),
    locales: t.field({
      type: PortalLocales,
      description: 'The languages of the pages of the portal.',
      resolve: ({ defaultLocale, offeredLocales }) => ({ default: defaultLocale, offered: offeredLocales }),
    }),
    terms: t.field({
      type: Terms,
      nullable: true,
      description: 'The current terms of use, to accept with `verifyEmail`. Null if the portal has none.',
      resolve: (portal) => termsOf(portal),
    }),
  }),
});

builder.queryField('portal', (t) =>
  t.prismaField({
    type: Portal,
    nullable: true,
    description: 'A portal, with the facts that anyone can read. Null if there is none with this slug.',
    args: { slug: t.arg.string({ required: true, description: 'The slug of the portal, such as `demo`.' }) },
    resolve: (query, _, { slug }, { app }) =>
      isSlug(slug) ? app.prisma.portal.findUnique({ ...query, where: { slug } }) : null,
  }),
);

builder.queryField('portals', (t) =>
  t.connection(
    {
      type: Portal,
      nullable: true,
      description:
        'The portals of the admin who asks, ordered by name, in pages of 20, at most 100. Fails with NOT_ALLOWED for ' +
        'other people.',
      resolve: async (_, args, context, info) => {
        const { portal } = context.app.prisma;
        const where = await portalsInReach(context);
        return pageOf(args, {
          order: { by: [{ column: 'name', kind: text, direction: 'asc' }], id: 'asc' },
          where,
          find: (slice) => portal.findMany({ ...selected(context, info), ...slice }),
          count: (take) => portal.count({ where, take }),
        });
      },
    },
    { description: 'A page of a list of portals.' },
    { description: 'A portal on a page, with its cursor.' },
  ),
);

async function portalsInReach(context: Context) {
  const caller = await context.caller();
  if (!caller) throw new NotAllowed();
  const { portalId } = inReach(caller);
  return portalId ? { id: portalId } : {};
}

const CreatePortalSuccess = builder.objectRef<{ portal: PortalRow }>('CreatePortalSuccess').implement({
  description: 'The portal is open.',
  fields: (t) => ({ portal: t.field({ type: Portal, description: 'The new portal.', resolve: ({ portal }) => portal }) }),
});

builder.mutationField('createPortal', (t) =>
  t.fieldWithInput({
    type: CreatePortalSuccess,
    nullable: true,
    description:
      'Opens a portal. For an OWNER of all portals. InvalidInput with the code TAKEN if the slug, or the host of `publicUrl`, is in use.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The portal to open.' },
    input: {
      slug: t.input.string({
        required: true,
        description:
          'The short name of the portal, which never changes: 1 to 63 lower-case letters, digits and inner hyphens, such ' +
          'as `acme`.',
      }),
      name: t.input.string({
        required: true,
        description: 'The name that people read, 1 to 256 characters, such as `Acme Developers`.',
      }),
      publicUrl: t.input.string({
        description:
          'The URL of the pages of the portal, to which emailed links lead. Gatehouse shows its pages there if requests for that host ' +
          'reach it. TAKEN if another portal has the host, NOT_PERMITTED if the operator does not allow it (`PORTAL_HOSTS`). Leave it out ' +
          'for the pages at the host of Gatehouse.',
      }),
      catalogUrl: t.input.string({
        description: 'The URL that people are sent to after they log in. Leave it out for the catalog page below `publicUrl`.',
      }),
      contactEmail: t.input.string({
        required: true,
        description: 'The email address that people can ask. It is the Reply-To of the emails of the portal.',
      }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ portal: await createPortal(app, await caller(), input) }),
  }),
);
