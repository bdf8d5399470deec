import { deviceOf } from '../../domain/developers/device.ts';
import type { Session as SessionRow } from '../../prisma/generated/client/client.ts';
import { builder } from './builder.ts';

type ListedSession = Pick<SessionRow, 'id' | 'createdAt' | 'lastSeenAt' | 'userAgent' | 'address'> & { isCurrent: boolean };

/** The type of a session in the list of its owner, who is a developer or an admin. */
export const sessionType = (name: 'Session' | 'AdminSession', description: string) =>
  builder.objectRef<ListedSession>(name).implement({
    description,
    fields: (t) => ({
      id: t.exposeID('id', { description: 'A UUID, to end the session by; nobody can log in with it.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was opened.' }),
      lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', description: 'When it was last used, to about a minute.' }),
      device: t.string({
        description:
          'Browser and system, such as `Firefox on Windows`; for others the beginning of what the client called itself.',
        resolve: ({ userAgent }) => deviceOf(userAgent),
      }),
      address: t.exposeString('address', {
        description: 'The IP address it was last used from; empty for one that was not noted.',
      }),
      current: t.exposeBoolean('isCurrent', {
        description: 'Whether it is the session that this request was sent with.',
      }),
    }),
  });
