import './accepted-terms.ts';
import './account.ts';
import './admin-passwords.ts';
import './admin-sessions.ts';
import './admins.ts';
import './answers.ts';
import './configure-sso-connections.ts';
import './decide-developers.ts';
import './decisions.ts';
import './developers.ts';
import './email-changes.ts';
import './errors.ts';
import './jobs.ts';
import './log-ins.ts';
import './passwords.ts';
import './portal-settings.ts';
import './portals.ts';
import './registrations.ts';
import './sessions.ts';
import './sso-log-ins.ts';
import './sso-connection-choices.ts';
import './sso-connections.ts';
import './sso-identities.ts';
import './sso-trials.ts';
import './sign-up-fields.ts';
import { isObjectType } from 'graphql';
import { builder } from './builder.ts';
import { guardLists } from './guard-lists.ts';
import { watchActs } from './watch-acts.ts';

export const schema = guardLists(watchActs(builder.toSchema()));

// Pothos' Prisma plugin makes this field without a place to describe it.
for (const type of Object.values(schema.getTypeMap())) {
  const totalCount = isObjectType(type) && type.name.endsWith('Connection') && type.getFields()['totalCount'];
  if (totalCount) totalCount.description = 'How many there are on all pages together.';
}
