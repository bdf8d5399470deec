import './account.ts';
import './admins.ts';
import './decide-developers.ts';
import './decisions.ts';
import './developers.ts';
import './email-changes.ts';
import './errors.ts';
import './jobs.ts';
import './passwords.ts';
import './portals.ts';
import './registrations.ts';
import './sessions.ts';
import { builder } from './builder.ts';

export const schema = builder.toSchema();
