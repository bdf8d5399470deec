import { InvalidInput, NotAllowed, NotFound } from '../domain/errors.ts';
import { createSsoConnection } from '../domain/sso-connections/create-connection.ts';
import { deleteSsoConnection } from '../domain/sso-connections/delete-connection.ts';
import { updateSsoConnection } from '../domain/sso-connections/update-connection.ts';
import type { SsoConnection as SsoConnectionRow } from '../prisma/generated/client/client.ts';
import { builder } from './api/builder.ts';
import { SsoApproval } from './api/enums.ts';
import { SsoClaimNamesInput } from './sso-claim-names.ts';
import { SsoConnection } from './sso-connections.ts';

const texts = {
  label: 'What the button says: "Log in with <label>"; 1 to 100 characters.',
  issuer: 'The provider, as its discovery document spells it, to the letter: https, on a public address.',
  clientId: 'What the provider calls this portal.',
  verifiedDomains:
    'At most 100 domains whose addresses count as verified when this provider names them and does not send `email_verified`. ' +
    'Name only those that the provider gives to nobody else.',
  emailDomains: 'At most 100 domains whose people are sent here; none means everybody who is not sent elsewhere.',
  force: 'Enables it although no trial log-in has succeeded with these settings; otherwise that is InvalidInput.',
};

const CreateSsoConnectionSuccess = builder.objectRef<{ connection: SsoConnectionRow }>('CreateSsoConnectionSuccess').implement({
  description: 'The connection is there.',
  fields: (t) => ({
    connection: t.field({ type: SsoConnection, description: 'As it was made.', resolve: ({ connection }) => connection }),
  }),
});

builder.mutationField('createSsoConnection', (t) =>
  t.fieldWithInput({
    type: CreateSsoConnectionSuccess,
    nullable: true,
    description: 'Connects a portal to an OpenID provider; try it by `testSsoConnection`, then enable it. For its OWNER.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    typeOptions: { description: 'The connection to make.' },
    input: {
      portal: t.input.string({ required: true, description: 'The slug of the portal.' }),
      label: t.input.string({ required: true, description: texts.label }),
      issuer: t.input.string({ required: true, description: texts.issuer }),
      clientId: t.input.string({ required: true, description: texts.clientId }),
      clientSecret: t.input.string({ description: 'Kept encrypted, and never shown again; none for a public client.' }),
      scopes: t.input.stringList({ description: 'At most 20, `openid` among them; openid, email and profile unless told.' }),
      claims: t.input.field({ type: SsoClaimNamesInput, description: 'Where the provider says who somebody is.' }),
      verifiedDomains: t.input.stringList({ description: texts.verifiedDomains }),
      emailDomains: t.input.stringList({ description: texts.emailDomains }),
      approval: t.input.field({
        type: SsoApproval,
        description: 'Who approves the people who come in by it; TRUST unless told.',
      }),
      enabled: t.input.boolean({
        description: 'Whether people may log in by it; false unless told. To enable it untried takes `force`.',
      }),
      force: t.input.boolean({ description: texts.force }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ connection: await createSsoConnection(app, await admin(), input) }),
  }),
);

const UpdateSsoConnectionSuccess = builder.objectRef<{ connection: SsoConnectionRow }>('UpdateSsoConnectionSuccess').implement({
  description: 'The connection is changed.',
  fields: (t) => ({
    connection: t.field({ type: SsoConnection, description: 'As it is now.', resolve: ({ connection }) => connection }),
  }),
});

builder.mutationField('updateSsoConnection', (t) =>
  t.fieldWithInput({
    type: UpdateSsoConnectionSuccess,
    nullable: true,
    description:
      'Changes a connection. Another issuer, client, secret, scope or claim has to be tried out anew. InvalidInput where passwords ' +
      'are off and nobody could log in any more. For an OWNER of its portal.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    typeOptions: { description: 'What to change; what is left out stays.' },
    input: {
      id: t.input.id({ required: true, description: 'The id of the connection.' }),
      label: t.input.string({ description: texts.label }),
      issuer: t.input.string({ description: texts.issuer }),
      clientId: t.input.string({ description: texts.clientId }),
      clientSecret: t.input.string({
        description:
          'The new one, kept encrypted and never shown again; null takes it away. Where passwords are off and this is the only way in, the ' +
          'provider is asked whether it accepts it, and if so it need not be tried out.',
      }),
      scopes: t.input.stringList({ description: 'At most 20, `openid` among them.' }),
      claims: t.input.field({ type: SsoClaimNamesInput, description: 'Where the provider says who somebody is.' }),
      verifiedDomains: t.input.stringList({ description: texts.verifiedDomains }),
      emailDomains: t.input.stringList({ description: texts.emailDomains }),
      approval: t.input.field({ type: SsoApproval, description: 'Who approves the people who come in by it.' }),
      enabled: t.input.boolean({
        description: 'Whether people may log in by it. Switched off, it lets nobody in any more; sessions that are open go on.',
      }),
      force: t.input.boolean({ description: texts.force }),
    },
    resolve: async (_, { input }, { app, admin }) => ({ connection: await updateSsoConnection(app, await admin(), input) }),
  }),
);

const DeleteSsoConnectionSuccess = builder.objectRef<{ id: string; portalId: string }>('DeleteSsoConnectionSuccess').implement({
  description: 'The connection is gone.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that it had.' }) }),
});

builder.mutationField('deleteSsoConnection', (t) =>
  t.fieldWithInput({
    type: DeleteSsoConnectionSuccess,
    nullable: true,
    description:
      'Deletes a connection and ends the sessions that came by it; the people stay registered. InvalidInput where passwords are off ' +
      'and nobody could log in any more. For an OWNER of its portal.',
    errors: { types: [NotAllowed, NotFound, InvalidInput] },
    typeOptions: { description: 'Which connection to delete.' },
    input: { id: t.input.id({ required: true, description: 'The id of the connection.' }) },
    resolve: async (_, { input }, { app, admin }) => await deleteSsoConnection(app, await admin(), input),
  }),
);
