import type { App } from '../app.ts';
import type { Client, Reader } from '../client.ts';
import { addSealedJob } from '../jobs/add-job.ts';
import { languageOf } from '../locales/language-of.ts';
import type { InstallationConnection } from '../sso-connections/connection.ts';
import { type Person, requireEnough, requireVouched } from './person.ts';

/** Does the same for every email address. The worker mails a link to the admin who has it, if any. */
export async function requestAdminLink(
  app: App,
  connection: InstallationConnection,
  person: Person,
  client: Client & Reader,
): Promise<void> {
  requireEnough(connection, person);
  const { canonical: email } = requireVouched(connection, person);
  const { issuer, subject } = person;
  const account = { connectionId: connection.id, issuer, subject };
  const asked = { act: 'LINK_ADMIN_SSO', email, form: null, account, locale: languageOf(client), client } as const;
  await addSealedJob(app, 'answerStranger', null, asked);
}
