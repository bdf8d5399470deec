import { createApiToken } from '../domain/api-tokens/create-api-token.ts';
import { revokeApiToken } from '../domain/api-tokens/revoke-api-token.ts';
import { tokensInReach } from '../domain/api-tokens/tokens-in-reach.ts';
import { databaseNow } from '../domain/clock.ts';
import { ConfirmationRequired, InvalidInput, NotAllowed, NotFound, TooManyAttempts } from '../domain/errors.ts';
import type { ApiToken as ApiTokenRow } from '../prisma/generated/client/client.ts';
import { AdminRoleInput } from './admin-roles.ts';
import { Admin, Role } from './admins.ts';
import { builder } from './api/builder.ts';
import { pageOf, selected } from './api/paging.ts';
import { Portal } from './portals.ts';

const ApiTokenRole = builder.prismaObject('ApiTokenRole', {
  description: 'A role of an API token, for one portal or for all.',
  fields: (t) => ({
    role: t.expose('role', { type: Role, description: 'What the role allows.' }),
    portal: t.relation('portal', {
      type: Portal,
      nullable: true,
      description: 'The portal that the role is for. Null if it is for all portals.',
    }),
  }),
});

const ApiToken = builder.prismaObject('ApiToken', {
  description: 'A token with which a program uses the API. The token itself is shown only once, when it is created.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the token, a UUID.' }),
    name: t.exposeString('name', { description: 'The name that its maker gave it.' }),
    prefix: t.exposeString('prefix', {
      description: 'The first 12 characters of the token, so that you can recognize one that you find somewhere.',
    }),
    roles: t.relation('roles', {
      type: ApiTokenRole,
      description: 'The roles of the token. At most 100.',
      query: { orderBy: { id: 'asc' } },
    }),
    service: t.exposeBoolean('isService', {
      description:
        'Whether its roles count alone. If not, each of them counts only as long as its maker has it too, and the token ends with ' +
        'its maker.',
    }),
    createdBy: t.relation('maker', {
      type: Admin,
      nullable: true,
      description: 'The admin who created it. Null if the admin was removed.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when it was created.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'The time when it ends.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time when it was last used, exact to a minute. Null if it was never used.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time when it was revoked. Null if it was not.',
    }),
  }),
});

builder.queryField('apiTokens', (t) =>
  t.connection(
    {
      type: ApiToken,
      nullable: true,
      description:
        'The API tokens that the admin who is logged in created, the newest first, in pages of 20, at most 100. An OWNER of all portals ' +
        'sees those of everybody. Fails with NOT_ALLOWED if no admin is logged in, and for API tokens.',
      args: {
        ended: t.arg.boolean({ description: 'True: also tokens that are expired or revoked. They are left out by default.' }),
      },
      resolve: async (_, args, context, info) => {
        const me = await context.admin();
        if (!me) throw new NotAllowed();
        const { prisma } = context.app;
        const live = args.ended ? {} : { revokedAt: null, expiresAt: { gt: await databaseNow(prisma) } };
        const where = { ...tokensInReach(me), ...live };
        return pageOf(args, {
          order: { by: [], id: 'desc' },
          where,
          find: (slice) => prisma.apiToken.findMany({ ...selected(context, info), ...slice }),
          count: (take) => prisma.apiToken.count({ where, take }),
        });
      },
    },
    { description: 'A page of a list of API tokens.' },
    { description: 'An API token on a page, with its cursor.' },
  ),
);

const CreateApiTokenSuccess = builder.objectRef<{ apiToken: ApiTokenRow; token: string }>('CreateApiTokenSuccess').implement({
  description: 'The token works from now on.',
  fields: (t) => ({
    apiToken: t.field({ type: ApiToken, description: 'What is stored of it.', resolve: ({ apiToken }) => apiToken }),
    token: t.exposeString('token', {
      description:
        'The token, `gth_` and 49 characters. A program sends it as `Authorization: Bearer gth_...`. Store it now: it is never ' +
        'shown again.',
    }),
  }),
});

builder.mutationField('createApiToken', (t) =>
  t.fieldWithInput({
    type: CreateApiTokenSuccess,
    nullable: true,
    description:
      'Creates a token with which a program uses the API. It can do what its roles allow, but nothing that concerns admins, API ' +
      'tokens, second factors, sessions of admins or the settings of the installation. NotAllowed for a role that the caller does not ' +
      'have. InvalidInput if the caller has 50 API tokens that work, or the installation has 1,000.',
    errors: { types: [NotAllowed, InvalidInput, ConfirmationRequired, TooManyAttempts] },
    typeOptions: { description: 'The name, the roles and the end of an API token.' },
    input: {
      name: t.input.string({
        required: true,
        description:
          'What the token is for, such as `Chat bot`. Admins see it beside what the token does. At most 256 characters.',
      }),
      roles: t.input.field({
        type: [AdminRoleInput],
        required: true,
        description: 'The roles of the token, 1 to 100, at most one for each portal. You must have them yourself.',
      }),
      expiresAt: t.input.field({
        type: 'DateTime',
        description: 'The time when the token ends, within 365 days. After 365 days if left out.',
      }),
      service: t.input.boolean({
        defaultValue: false,
        description:
          'True: the roles of the token count alone, and it outlives its maker. Only for an OWNER of all portals. False: at each use, ' +
          'a role counts only as long as its maker has it too.',
      }),
    },
    resolve: async (_, { input }, { app, admin }) => await createApiToken(app, await admin(), input),
  }),
);

const RevokeApiTokenSuccess = builder.objectRef<{ apiToken: ApiTokenRow }>('RevokeApiTokenSuccess').implement({
  description: 'The token does not work any more.',
  fields: (t) => ({
    apiToken: t.field({ type: ApiToken, description: 'The token that ended.', resolve: ({ apiToken }) => apiToken }),
  }),
});

builder.mutationField('revokeApiToken', (t) =>
  t.fieldWithInput({
    type: RevokeApiTokenSuccess,
    nullable: true,
    description:
      'Ends an API token. It is refused from the next request on. Open invitations that it made with `approved` no longer approve. ' +
      'Every admin can revoke the own tokens, and an OWNER of all portals those of everybody. NotFound if there is no such token, or ' +
      'it is revoked already.',
    errors: { types: [NotAllowed, NotFound] },
    typeOptions: { description: 'The API token that ends.' },
    input: { id: t.input.id({ required: true, description: 'The id of the token, from `apiTokens`.' }) },
    resolve: async (_, { input }, { app, admin }) => ({ apiToken: await revokeApiToken(app, await admin(), input) }),
  }),
);
