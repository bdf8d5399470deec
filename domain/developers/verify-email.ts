import type { Developer, Portal } from '../../prisma/generated/client/client.ts';
import { findReservation } from '../addresses/reserved-address.ts';
import type { App } from '../app.ts';
import { developerColumns } from '../columns.ts';
import { InvalidToken } from '../errors.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/add-job.ts';
import { signUpForm } from '../sign-up-form/sign-up-form.ts';
import { findToken, readToken, type ValidToken } from '../tokens/find-token.ts';
import { issuePasswordToken } from '../tokens/issue-password-token.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { type CorrectedForm, type Correction, correctForm } from './correct-form.ts';
import { lockDeveloper } from './lock-developer.ts';
import { typedEmailOf } from './typed-email.ts';

export type VerifiedEmail = {
  developer: Developer;
  portal: Portal;
  /** For `setPassword`. Null if there is a password already, or at a portal without passwords. */
  passwordToken: string | null;
  expiresAt: Date | null;
  returnTo: string | null;
};

/** Succeeds each time while the link is valid, but changes something only the first time. */
export async function verifyEmail(app: App, input: { token: string } & Correction): Promise<VerifiedEmail> {
  const found = await findToken(app, input.token, 'VERIFY_EMAIL');
  if (!found) throw new InvalidToken();
  const { portal } = found.developer;

  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, found.developer.id);
    // Checked again under the lock, because somebody may have rejected or deleted the developer.
    const token = await readToken(tx, input.token, 'VERIFY_EMAIL');
    if (!locked || !token) throw new InvalidToken();
    if (!locked.emailVerifiedAt && (await findReservation(tx, locked))) throw new InvalidToken();

    const form = token.form ? signUpForm.parse(token.form) : null;
    const developer = locked.emailVerifiedAt ? locked : await markVerified(tx, locked, token, correctForm(portal, form, input));
    const answer = { developer, portal, returnTo: form?.returnTo ?? null };
    if (developer.passwordHash || !portal.passwordLogin) return { ...answer, passwordToken: null, expiresAt: null };
    return { ...answer, ...(await issuePasswordToken(app, tx, developer.id)) };
  });
}

/** Deletes the forms of the other links, and keeps the consent to the terms. */
async function markVerified(
  tx: Transaction,
  developer: Developer,
  clicked: ValidToken,
  { fullName, answers, acceptedTerms }: CorrectedForm,
): Promise<Developer> {
  const { id: developerId, portalId } = developer;
  await addJob(tx, 'evaluateApproval', portalId, { developerId });
  const [verified] = await tx.$queryRaw<[Developer]>`
    WITH other_links AS (
      UPDATE tokens SET form = NULL
      WHERE developer_id = ${developerId}::uuid AND purpose = 'VERIFY_EMAIL' AND id <> ${clicked.id}::uuid
    ),
    consent AS (
      INSERT INTO accepted_terms (id, developer_id, version, url, accepted_at)
      SELECT ${newId()}::uuid, ${developerId}::uuid, version, url, now()
      FROM (VALUES (${acceptedTerms?.version ?? null}::text, ${acceptedTerms?.url ?? null}::text)) AS terms (version, url)
      WHERE version IS NOT NULL
    )
    UPDATE developers developer SET
      email_verified_at = now(),
      full_name = ${fullName ?? developer.fullName},
      typed_email = ${typedEmailOf({ token: clicked, developer })},
      answers = ${JSON.stringify(answers)}::jsonb
    WHERE id = ${developerId}::uuid
    RETURNING ${developerColumns}`;
  return verified;
}
