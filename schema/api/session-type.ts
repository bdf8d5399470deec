import { deviceOf } from '../../domain/developers/device.ts';
import type { Session as SessionRow } from '../../prisma/generated/client/client.ts';
import { builder } from './builder.ts';

type ListedSession = Pick<SessionRow, 'id' | 'createdAt' | 'lastSeenAt' | 'userAgent' | 'address'> & { isCurrent: boolean };

/** The type of a session in the list of its owner, who is a developer or an admin. */
export const sessionType = (name: 'Session' | 'AdminSession', description: string) =>
  builder.objectRef<ListedSession>(name).implement({
    description,
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The id of the session, a UUID. Use it to end the session. It is no secret.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'The time when the session was opened.' }),
      lastSeenAt: t.expose('lastSeenAt', {
        type: 'DateTime',
        description: 'The time of the last use, exact to about a minute.',
      }),
      device: t.string({
        description:
          'The browser and the system, such as `Firefox on Windows`. For other clients, the start of the `User-Agent` header.',
        resolve: ({ userAgent }) => deviceOf(userAgent),
      }),
      address: t.exposeString('address', {
        description: 'The IP address of the last use, such as `192.0.2.1`. Empty if it was not stored.',
      }),
      current: t.exposeBoolean('isCurrent', {
        description: 'Whether this is the session of this request.',
      }),
    }),
  });
