import type { AdminNewlyLoggedIn } from '../../domain/admins/open-admin-session.ts';
import type { NewlyLoggedIn } from '../../domain/developers/open-developer-session.ts';
import type { Admin as AdminRow } from '../../prisma/generated/client/client.ts';
import { Admin } from '../admins.ts';
import { Developer } from '../developers.ts';
import { builder } from './builder.ts';
import { type LogInAnswer, logInSuccess } from './new-session.ts';

/** The success of each way in which a developer logs in. */
export function developerLogInSuccess<Session extends NewlyLoggedIn = NewlyLoggedIn>(name: string, description: string) {
  const success = logInSuccess<LogInAnswer<Session>>(name, description);
  builder.objectFields(success, (t) => ({
    developer: t.field({
      type: Developer,
      description: 'The developer who is logged in.',
      resolve: ({ developer }) => developer,
    }),
  }));
  return success;
}

/** The success of each way in which an admin logs in. */
export function adminLogInSuccess(name: string, description: string) {
  const success = logInSuccess<LogInAnswer<AdminNewlyLoggedIn>>(name, description);
  builder.objectFields(success, (t) => ({
    admin: t.field({ type: Admin, description: 'The admin who is logged in.', resolve: ({ admin }): AdminRow => admin }),
  }));
  return success;
}
