import type { SecondFactorKind as Factor, LogInMethod as Method } from '../../prisma/generated/client/client.ts';
import { builder } from './builder.ts';
import { LogInMethod, SecondFactorKind } from './enums.ts';

type ListedSession = {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  method: Method;
  secondFactor: Factor | null;
  userAgent: string;
  ip: string;
  isCurrent: boolean;
};

/** The type of a session, of a developer or of an admin. The file of its list adds the device and the IP. */
export const sessionType = <Session extends ListedSession>(name: 'Session' | 'AdminSession', description: string) =>
  builder.objectRef<Session>(name).implement({
    description,
    fields: (t) => ({
      id: t.id({
        description: 'The id of the session, a UUID. Use it to end the session. It is no secret.',
        resolve: ({ id }) => id,
      }),
      createdAt: t.field({
        type: 'DateTime',
        description: 'The time when the session was opened.',
        resolve: ({ createdAt }) => createdAt,
      }),
      lastSeenAt: t.field({
        type: 'DateTime',
        description: 'The time of the last use, exact to about a minute.',
        resolve: ({ lastSeenAt }) => lastSeenAt,
      }),
      method: t.field({ type: LogInMethod, description: 'How the session was opened.', resolve: ({ method }) => method }),
      secondFactor: t.field({
        type: SecondFactorKind,
        nullable: true,
        description: 'The second factor that was used. Null if the log-in asked for none.',
        resolve: ({ secondFactor }) => secondFactor,
      }),
      current: t.boolean({
        description: 'Whether this is the session of this request.',
        resolve: ({ isCurrent }) => isCurrent,
      }),
    }),
  });

/** Describes the device and the IP of a session. */
export const DEVICE =
  'The browser and the system, such as `Firefox on Windows`. For other clients, the start of the `User-Agent` header.';
export const IP = 'The IP address of the last use, such as `192.0.2.1`. Empty if it was not stored.';
