import { InvalidInput, NotAllowed } from '../domain/errors.ts';
import { inReach } from '../domain/permissions.ts';
import { createPortal } from '../domain/portals/create-portal.ts';
import { isSlug } from '../domain/portals/find-portal.ts';
import { pageUrl } from '../domain/portals/links.ts';
import { termsOf } from '../domain/terms/terms.ts';
import type { Portal as PortalRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import type { Context } from './api/context.ts';
import { text } from './api/keyset.ts';
import { pageOf, selected } from './api/paging.ts';
import { PasswordPolicy } from './password-policy.ts';
import { Terms } from './terms.ts';

export const Portal = builder.prismaObject('Portal', {
  description: 'A developer portal with its own registry.',
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Its short name, by which every operation names it.' }),
    name: t.exposeString('name', { description: 'What people call it; stands in its mails.' }),
    signUpUrl: t.string({
      description: 'The page to register at.',
      resolve: (portal, _, { app }) => pageUrl(app, portal, 'sign-up'),
    }),
    catalogUrl: t.exposeString('catalogUrl', { description: 'Where people go once they are logged in.' }),
    contactEmail: t.exposeString('contactEmail', { description: 'Whom to ask; named in its mails.' }),
    registrationOpen: t.exposeBoolean('registrationOpen', {
      description:
        'Whether `signUp` takes registrations. Who comes in with SSO is registered as the `approval` of the connection says, either way.',
    }),
    passwordLogin: t.exposeBoolean('passwordLogin', {
      description: 'Whether people may come in by a password; if not, `signUp`, `logIn` and the like answer PasswordLoginOff.',
    }),
    passwordPolicy: t.field({
      type: PasswordPolicy,
      description: 'What a password that is chosen from now on must be here.',
      resolve: ({ passwordMinLength, passwordContextWords }) => ({
        minLength: passwordMinLength,
        contextWords: passwordContextWords,
      }),
    }),
    terms: t.field({
      type: Terms,
      nullable: true,
      description: 'The terms of use that hold now, to be accepted at `verifyEmail`; null without.',
      resolve: (portal) => termsOf(portal),
    }),
  }),
});

builder.queryField('portal', (t) =>
  t.prismaField({
    type: Portal,
    nullable: true,
    description: 'What anyone may know of a portal; null when there is none with this slug.',
    args: { slug: t.arg.string({ required: true, description: 'The short name of the portal.' }) },
    resolve: (query, _, { slug }, { app }) =>
      isSlug(slug) ? app.prisma.portal.findUnique({ ...query, where: { slug } }) : null,
  }),
);

builder.queryField('portals', (t) =>
  t.connection(
    {
      type: Portal,
      nullable: true,
      description: 'The portals that the admin may see, by name. NOT_ALLOWED for everyone else.',
      resolve: async (_, args, context, info) => {
        const { portal } = context.app.prisma;
        const where = await portalsInReach(context);
        return pageOf(args, {
          order: { by: { column: 'name', kind: text, direction: 'asc' }, id: 'asc' },
          where,
          find: (slice) => portal.findMany({ ...selected(context, info), ...slice }),
          count: () => portal.count({ where }),
        });
      },
    },
    { description: 'A page of portals.' },
    { description: 'A portal and its place in the list.' },
  ),
);

async function portalsInReach(context: Context) {
  const admin = await context.admin();
  if (!admin) throw new NotAllowed();
  const { portalId } = inReach(admin);
  return portalId ? { id: portalId } : {};
}

const CreatePortalSuccess = builder.objectRef<{ portal: PortalRow }>('CreatePortalSuccess').implement({
  description: 'The portal is open.',
  fields: (t) => ({ portal: t.field({ type: Portal, description: 'As it was opened.', resolve: ({ portal }) => portal }) }),
});

builder.mutationField('createPortal', (t) =>
  t.fieldWithInput({
    type: CreatePortalSuccess,
    nullable: true,
    description: 'Opens a portal. For an OWNER of all portals.',
    errors: { types: [NotAllowed, InvalidInput] },
    typeOptions: { description: 'The portal to open.' },
    input: {
      slug: t.input.string({
        required: true,
        description: '1 to 63 lower-case letters, digits and inner hyphens; never changes.',
      }),
      name: t.input.string({ required: true, description: 'What people call it, 1 to 256 characters.' }),
      publicUrl: t.input.string({
        description: 'Where its pages are and mailed links point; left out, the pages served here.',
      }),
      catalogUrl: t.input.string({
        description: 'Where people go once logged in; left out, the catalog page below `publicUrl`.',
      }),
      contactEmail: t.input.string({ required: true, description: 'Whom people may ask; Reply-To of its mails.' }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ portal: await createPortal(app, await admin(), input) }),
  }),
);
