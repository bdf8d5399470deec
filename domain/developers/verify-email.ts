import { type Developer, type Portal, Prisma } from '../../prisma/generated/client/client.ts';
import { isReserved } from '../addresses/reserved-address.ts';
import type { App } from '../app.ts';
import { developerColumns } from '../columns.ts';
import { InvalidToken, RegistrationClosed } from '../errors.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { linksKeptFor, takenBy } from '../invitations/take-invitation.ts';
import { jobsFrom } from '../jobs/add-job.ts';
import { clearedByLink, stateClearedBy } from '../mail-states/clear.ts';
import { signUpForm } from '../sign-up-form/sign-up-form.ts';
import { type FoundToken, findToken } from '../tokens/find-token.ts';
import { passwordTokenFor } from '../tokens/issue-password-token.ts';
import { newSecret } from '../tokens/secrets.ts';
import { type CorrectedForm, type Correction, correctForm } from './correct-form.ts';

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
  const verified = found && (await verifyFound(app, found, input, { isOnce: false }));
  if (!verified) throw new InvalidToken();
  return verified;
}

/**
 * Null if the link has ended meanwhile.
 * @param isOnce null also if the email address is verified already
 */
export async function verifyFound(
  app: App,
  found: FoundToken,
  input: Correction,
  { isOnce }: { isOnce: boolean },
): Promise<VerifiedEmail | null> {
  const { portal, emailVerifiedAt } = found.developer;
  const carried = found.token.form ? signUpForm.parse(found.token.form) : null;
  const form = emailVerifiedAt ? NO_FORM : correctForm(portal, carried, input);

  const secret = newSecret();
  const of = { typedEmail: carried?.typedEmail ?? null, invitationId: carried?.invitationId ?? null, isOnce };
  const clicked = await markVerified(app, found, { ...form, ...of }, secret);
  if (!clicked) return null;
  if (!clicked.emailVerifiedAt) throw new RegistrationClosed();
  const { expiresAt, ...developer } = clicked;
  return { developer, portal, passwordToken: expiresAt && secret, expiresAt, returnTo: carried?.returnTo ?? null };
}

/** Of a person who has verified already: nothing is saved. */
const NO_FORM: CorrectedForm = { fullName: undefined, answers: [], acceptedTerms: null, locale: null };

type VerifiedForm = CorrectedForm & { typedEmail: string | null; invitationId: string | null; isOnce: boolean };

type Verified = Developer & { expiresAt: Date | null };

/**
 * One statement, so that it is written as a whole or not at all. Checks under the lock, because somebody may have rejected or deleted
 * the developer. Deletes the forms of the other links, and keeps the consent to the terms. Changes nothing for a person who came with
 * an invitation that has ended, if registration is closed now: the row that it returns is not verified then.
 */
async function markVerified(
  app: App,
  { token, developer: { id, portal } }: FoundToken,
  { typedEmail, invitationId, fullName, answers, acceptedTerms, locale, isOnce }: VerifiedForm,
  passwordToken: string,
): Promise<Verified | null> {
  const [clicked] = await app.prisma.$queryRaw<Verified[]>`
    WITH clicked AS MATERIALIZED (
      SELECT developer.* FROM developers developer JOIN tokens token ON token.developer_id = developer.id
      WHERE developer.id = ${id}::uuid AND token.id = ${token.id}::uuid AND token.expires_at > now()
        AND (email_verified_at IS NULL OR NOT ${isOnce}) AND (email_verified_at IS NOT NULL OR NOT ${isReserved(Prisma.sql`developer`)})
      FOR UPDATE OF developer FOR KEY SHARE OF token
    ),
    unverified AS MATERIALIZED (SELECT * FROM clicked WHERE email_verified_at IS NULL),
    ${takenBy(app.origin, Prisma.sql`unverified`, invitationId)},
    new AS MATERIALIZED (
      SELECT unverified.*, ${newId()}::uuid AS job_id, ${newId()}::uuid AS event_id, (SELECT id FROM invitation_taken) AS taken_id
      FROM unverified JOIN portals ON portals.id = portal_id
      WHERE registration_open OR ${invitationId}::uuid IS NULL OR EXISTS (SELECT FROM invitation_taken)
    ),
    kept_links AS (${linksKeptFor(Prisma.sql`new`)}),
    verified AS (
      UPDATE developers developer SET
        email_verified_at = now(),
        full_name = coalesce(${fullName ?? null}, developer.full_name),
        typed_email = coalesce(${typedEmail}, developer.typed_email),
        answers = ${JSON.stringify(answers)}::jsonb,
        locale = coalesce(${locale}, developer.locale),
        invitation_id = new.taken_id
      FROM new WHERE developer.id = new.id RETURNING developer.*
    ),
    other_links AS (
      UPDATE tokens SET form = NULL FROM new
      WHERE developer_id = new.id AND purpose = 'VERIFY_EMAIL' AND tokens.id <> ${token.id}::uuid
    ),
    consent AS (
      INSERT INTO accepted_terms (id, developer_id, version, url, accepted_at)
      SELECT ${newId()}::uuid, id, ${acceptedTerms?.version ?? null}, ${acceptedTerms?.url ?? null}, now() FROM new
      WHERE ${acceptedTerms !== null} RETURNING version
    ),
    accepted AS (SELECT new.id, portal_id, version, ${newId()}::uuid AS event_id FROM new, consent),
    consent_event AS (${acceptedEvent(app)}),
    told AS (
      UPDATE developers SET status_told_at = now()
      WHERE id = (SELECT id FROM clicked WHERE email_verified_at IS NOT NULL AND status <> 'PENDING') AND status_told_at IS NULL
    ),
    event AS (${verifiedEvent(app)}),
    cleared AS (${stateClearedBy(Prisma.sql`clicked`)}),
    cleared_event AS (${clearedByLink(app.origin, Prisma.sql`cleared`)}),
    job AS (${jobsFrom(Prisma.sql`new`, 'evaluateApproval', { developerId: Prisma.sql`new.id`, invitationId: Prisma.sql`new.taken_id` })}),
    without_password AS (
      SELECT id FROM clicked WHERE password_hash IS NULL AND ${portal.passwordLogin}
        AND (email_verified_at IS NOT NULL OR EXISTS (SELECT FROM new))
    ),
    password_token AS (${passwordTokenFor(app, Prisma.sql`without_password`, passwordToken)} RETURNING expires_at)
    SELECT ${developerColumns}, (SELECT expires_at FROM password_token) AS "expiresAt"
    FROM (SELECT * FROM verified UNION ALL SELECT * FROM clicked WHERE NOT EXISTS (SELECT FROM new)) developer`;
  app.ring(['APPROVALS']);
  return clicked ?? null;
}

const verifiedEvent = ({ origin }: App): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`new`, {
    type: 'developer.verified',
    actor: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    data: {},
  });

const acceptedEvent = ({ origin }: App): Prisma.Sql =>
  eventsFrom(origin, Prisma.sql`accepted`, {
    type: 'terms.accepted',
    actor: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    subject: { kind: 'DEVELOPER', id: Prisma.sql`id` },
    data: { version: Prisma.sql`version` },
  });
