import { adminRevokeOtherSessions } from '../domain/admins/revoke-other-sessions.ts';
import { adminRevokeSession } from '../domain/admins/revoke-session.ts';
import { deviceOf } from '../domain/developers/device.ts';
import { NotAllowed, NotFound } from '../domain/errors.ts';
import { hashSecret } from '../domain/tokens/secrets.ts';
import { builder } from './builder.ts';

export const AdminSession = builder.prismaObject('AdminSession', {
  description: 'One device or program that an admin is logged in with.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'A UUID, to end the session by; nobody can log in with it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the admin logged in.' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', description: 'When it was last used, to about a minute.' }),
    device: t.string({
      description:
        'Browser and system, such as `Firefox on Windows`; for others the beginning of what the client called itself.',
      resolve: ({ userAgent }) => deviceOf(userAgent),
    }),
    address: t.exposeString('address', {
      description: 'The IP address it was last used from; empty for one that was not noted.',
    }),
    current: t.boolean({
      description: 'Whether it is the session that this request was sent with.',
      resolve: async ({ hash }, _, { client }) => {
        const token = await client.token('admin');
        return token !== null && hashSecret(token).equals(hash);
      },
    }),
  }),
});

const AdminRevokeSessionInput = builder.inputType('AdminRevokeSessionInput', {
  description: 'Which session to end.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of a session of the admin.' }) }),
});

const AdminRevokeSessionSuccess = builder.objectRef<{ id: string }>('AdminRevokeSessionSuccess').implement({
  description: 'The session has ended.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id as it was given.' }) }),
});

builder.mutationField('adminRevokeSession', (t) =>
  t.field({
    type: AdminRevokeSessionSuccess,
    nullable: true,
    description: 'Ends one session of the admin, perhaps the one that asks.',
    errors: { types: [NotAllowed, NotFound] },
    args: { input: t.arg({ type: AdminRevokeSessionInput, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, { app, admin }) => {
      await adminRevokeSession(app, await admin(), input);
      return input;
    },
  }),
);

const AdminRevokeOtherSessionsInput = builder.inputType('AdminRevokeOtherSessionsInput', {
  description: 'Which sessions to end: all but one.',
  fields: (t) => ({
    keep: t.id({ description: 'The id of the session that stays; left out, the one that asks.' }),
  }),
});

const AdminRevokeOtherSessionsSuccess = builder.objectRef<{ ended: number }>('AdminRevokeOtherSessionsSuccess').implement({
  description: 'One session of the admin is left.',
  fields: (t) => ({ ended: t.exposeInt('ended', { description: 'How many sessions ended.' }) }),
});

builder.mutationField('adminRevokeOtherSessions', (t) =>
  t.field({
    type: AdminRevokeOtherSessionsSuccess,
    nullable: true,
    description: 'Ends all sessions of the admin but one.',
    errors: { types: [NotAllowed, NotFound] },
    args: { input: t.arg({ type: AdminRevokeOtherSessionsInput, required: true, description: 'Which one stays.' }) },
    resolve: async (_, { input }, { app, admin, client }) => ({
      ended: await adminRevokeOtherSessions(app, await admin(), await client.token('admin'), input),
    }),
  }),
);
