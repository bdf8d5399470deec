import { ConfirmationRequired, InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { createSsoConnection } from '../domain/sso-connections/create-sso-connection.ts';
import { deleteSsoConnection } from '../domain/sso-connections/delete-sso-connection.ts';
import { updateSsoConnection } from '../domain/sso-connections/update-sso-connection.ts';
import type { SsoConnection as SsoConnectionRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { SsoApproval } from './api/enums.ts';
import { SsoClaimNamesInput } from './sso-claim-names.ts';
import { SsoConnection } from './sso-connections.ts';

const texts = {
  label: 'The name in the button "Log in with <label>", 1 to 100 characters, such as `Acme ID`.',
  issuer:
    'The issuer identifier of the provider, exactly as in its discovery document, such as `https://login.example.com`. It must be https on a public IP address.',
  clientId: 'The client id of this portal, or of the installation, at the provider.',
  verifiedDomains:
    'At most 100 domains, such as `acme.com`. Their email addresses count as verified if this provider sends no `email_verified`. ' +
    'Name only domains whose email addresses the provider gives to their owners alone.',
  emailDomains:
    'Offer this connection to people with these email domains, at most 100, such as `acme.com`. Empty: offer it to everyone whose domain no other connection has.',
  force: 'Enables the connection although no trial has succeeded with these settings. Without it, that is InvalidInput.',
};

const CreateSsoConnectionSuccess = builder.objectRef<{ connection: SsoConnectionRow }>('CreateSsoConnectionSuccess').implement({
  description: 'The connection is created.',
  fields: (t) => ({
    connection: t.field({ type: SsoConnection, description: 'The new connection.', resolve: ({ connection }) => connection }),
  }),
});

builder.mutationField('createSsoConnection', (t) =>
  t.fieldWithInput({
    type: CreateSsoConnectionSuccess,
    nullable: true,
    description:
      'Connects a portal to an OpenID provider, or connects the installation to the provider of the company, with which ' +
      'admins log in. Test the connection with `testSsoConnection`, then enable it with `updateSsoConnection`. For an ' +
      'OWNER of the portal; for the installation, an OWNER of all portals. InvalidInput if there are 50 connections.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, ConfirmationRequired] },
    typeOptions: { description: 'The connection to an OpenID provider.' },
    input: {
      portal: t.input.string({
        description:
          'The slug of the portal, such as `demo`. Null for a connection of the installation, with which admins log in. ' +
          'InvalidInput if it is left out.',
      }),
      label: t.input.string({ required: true, description: texts.label }),
      issuer: t.input.string({ required: true, description: texts.issuer }),
      clientId: t.input.string({ required: true, description: texts.clientId }),
      clientSecret: t.input.string({
        description: 'The client secret. It is stored encrypted and never shown. Leave it out for a public client.',
      }),
      scopes: t.input.stringList({
        description:
          'The scopes to ask the provider for: at most 20, `openid` among them. `openid`, `email` and `profile` if left ' +
          'out.',
      }),
      claims: t.input.field({
        type: SsoClaimNamesInput,
        description: 'The names of the claims that hold the name, the email address and the groups of a person.',
      }),
      verifiedDomains: t.input.stringList({ description: texts.verifiedDomains }),
      emailDomains: t.input.stringList({ description: texts.emailDomains }),
      approval: t.input.field({
        type: SsoApproval,
        description:
          'How people who log in with this connection are approved. TRUST if left out. Leave it out for the installation.',
      }),
      enabled: t.input.boolean({
        description:
          'Whether people can log in with the connection. False if left out. True needs `force`, because no trial has ' +
          'succeeded yet.',
      }),
      force: t.input.boolean({ description: texts.force }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ connection: await createSsoConnection(app, await caller(), input) }),
  }),
);

const UpdateSsoConnectionSuccess = builder.objectRef<{ connection: SsoConnectionRow }>('UpdateSsoConnectionSuccess').implement({
  description: 'The connection is changed.',
  fields: (t) => ({
    connection: t.field({
      type: SsoConnection,
      description: 'The connection with its new settings.',
      resolve: ({ connection }) => connection,
    }),
  }),
});

builder.mutationField('updateSsoConnection', (t) =>
  t.fieldWithInput({
    type: UpdateSsoConnectionSuccess,
    nullable: true,
    description:
      'Changes a connection. After a change of issuer, client, secret, scopes or claims, it needs a new trial. ' +
      'InvalidInput if password log-in is off and nobody could log in any more. For an OWNER of the portal.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, ConfirmationRequired] },
    typeOptions: { description: 'The changes of a connection. Values that are left out stay.' },
    input: {
      id: t.input.id({ required: true, description: 'The id of the connection.' }),
      label: t.input.string({ description: texts.label }),
      issuer: t.input.string({ description: texts.issuer }),
      clientId: t.input.string({ description: texts.clientId }),
      clientSecret: t.input.string({
        description:
          'The new client secret. It is stored encrypted and never shown. Null removes it. If this connection is the ' +
          'only way to log in, the provider is asked first whether it accepts the secret, and no new trial is needed.',
      }),
      scopes: t.input.stringList({ description: 'The scopes to ask the provider for: at most 20, `openid` among them.' }),
      claims: t.input.field({
        type: SsoClaimNamesInput,
        description: 'The names of the claims that hold the name, the email address and the groups of a person.',
      }),
      verifiedDomains: t.input.stringList({ description: texts.verifiedDomains }),
      emailDomains: t.input.stringList({ description: texts.emailDomains }),
      approval: t.input.field({ type: SsoApproval, description: 'How people who log in with this connection are approved.' }),
      enabled: t.input.boolean({
        description:
          'Whether people can log in with the connection. After it is turned off, nobody can log in with it. Open ' +
          'sessions stay.',
      }),
      force: t.input.boolean({ description: texts.force }),
    },
    resolve: async (_, { input }, { app, caller }) => ({ connection: await updateSsoConnection(app, await caller(), input) }),
  }),
);

const DeleteSsoConnectionSuccess = builder
  .objectRef<{ id: string; portalId: string | null }>('DeleteSsoConnectionSuccess')
  .implement({
    description: 'The connection is deleted.',
    fields: (t) => ({ id: t.exposeID('id', { description: 'The id of the deleted connection.' }) }),
  });

builder.mutationField('deleteSsoConnection', (t) =>
  t.fieldWithInput({
    type: DeleteSsoConnectionSuccess,
    nullable: true,
    description:
      'Deletes a connection and ends the sessions of people who logged in with it. The people stay registered. ' +
      'InvalidInput if password log-in is off and nobody could log in any more. For an OWNER of the portal.',
    errors: { types: [NotAllowed, NotFound, InvalidInput, ConfirmationRequired] },
    typeOptions: { description: 'The connection to delete.' },
    input: { id: t.input.id({ required: true, description: 'The id of the connection.' }) },
    resolve: async (_, { input }, { app, caller }) => await deleteSsoConnection(app, await caller(), input),
  }),
);
