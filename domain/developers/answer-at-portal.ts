import { Prisma } from '../../prisma/generated/client/client.ts';
import { isReserved } from '../addresses/reserved-address.ts';
import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Asked } from '../jobs/asked.ts';
import type { Claim } from '../jobs/claim-jobs.ts';
import { jobColumns } from '../jobs/job-columns.ts';
import { type AnyJob, openJob, type Turned, turnedInto } from '../jobs/turn-job.ts';
import { boundsOf, kind } from '../mail-allowance/bounds.ts';
import { hasRoom, REGISTRATIONS_OF_CLIENT, takeFromAllowance, takeFromClient } from '../mail-allowance/take-from-allowance.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { latestForm } from './latest-form.ts';
import { REGISTRATION_LINK_TTL_MS } from './open-registration.ts';

/** The name of a query in the statement below. Its id is null if the email address is not registered. */
const KNOWN = Prisma.sql`known`;

const [VERIFICATION, RESET, REGISTRATION, STATUS] = [kind('VERIFICATION'), kind('RESET'), kind('REGISTRATION'), kind('STATUS')];

/** One statement, so that the registration, the allowance, the link and the job are written together or not at all. */
export async function answerAtPortal(app: App, job: Pick<Claim, 'id' | 'portalId'>, asked: Asked): Promise<AnyJob | null> {
  const { keys, settings } = app;
  const { act, email, form, client, codeSecretHash } = asked;
  const locale = Prisma.sql`${asked.locale ?? null}::text`;
  const bounds = boundsOf(app, job.portalId, email, client);
  // The id of the job, so that links sort in the order of the requests.
  const tokenId = job.id;
  const hashFor = (purpose: 'VERIFY_EMAIL' | 'RESET_PASSWORD' | 'OPEN_REGISTRATION') =>
    hashSecret(mailedToken(keys, purpose, tokenId));
  const written = form && act === 'SIGN_UP' ? JSON.stringify(form) : null;
  const codeHash = codeSecretHash ? Buffer.from(codeSecretHash, 'base64') : null;
  const developerId = Prisma.sql`developer.id`;
  const link = { tokenId: Prisma.sql`${tokenId}::text`, developerId };
  const [turned] = await app.prisma.$queryRaw<[Turned]>`
    WITH job AS MATERIALIZED (${openJob(job.id, 'answerStranger')}),
    held AS MATERIALIZED (
      SELECT developers.* FROM developers JOIN job USING (portal_id) WHERE email = ${email} FOR NO KEY UPDATE OF developers
    ),
    known AS MATERIALIZED (
      SELECT job.portal_id, ${email} AS email, held.id, held.email_verified_at, held.status, held.password_hash
      FROM job LEFT JOIN held ON true
    ),
    wanted AS MATERIALIZED (
      SELECT CASE WHEN id IS NOT NULL OR ${hasRoom(bounds.client, REGISTRATIONS_OF_CLIENT)} THEN ${KINDS[act]} END AS kind FROM known
    ),
    ${takeFromAllowance(Prisma.sql`wanted`, bounds)},
    is_new AS (SELECT FROM known, allowed WHERE id IS NULL),
    new_by_client AS (${takeFromClient(Prisma.sql`is_new`, bounds.client, REGISTRATIONS_OF_CLIENT)}),
    registration AS (
      INSERT INTO developers AS registered (id, portal_id, email, typed_email, full_name, updated_at)
      SELECT ${newId()}::uuid, portal_id, email, ${form?.typedEmail ?? email}, ${form?.fullName ?? ''}, now() FROM known, new_by_client
      ON CONFLICT (portal_id, email) DO UPDATE SET full_name = excluded.full_name, asked_at = now()
        WHERE registered.email_verified_at IS NULL
      RETURNING id
    ),
    asked_again AS (
      UPDATE developers SET asked_at = now(), full_name = CASE WHEN ${written !== null} THEN ${form?.fullName ?? ''} ELSE full_name END
      FROM known, allowed WHERE developers.id = known.id AND kind = ${VERIFICATION}
    ),
    replaced AS (
      DELETE FROM tokens USING known, allowed WHERE developer_id = known.id AND is_kept AND kind = ${VERIFICATION}
    ),
    developer AS (SELECT id FROM known WHERE id IS NOT NULL UNION ALL SELECT id FROM registration),
    link AS (
      INSERT INTO tokens (id, developer_id, purpose, hash, code_secret_hash, form, expires_at, requested_at, requested_address,
        requested_user_agent)
      SELECT ${tokenId}::uuid, developer.id, links.purpose, links.hash, links.code_secret_hash, links.form, links.expires_at,
        job.created_at, ${client.ip}, ${client.userAgent}
      FROM job, developer, known, allowed, LATERAL (VALUES
        (${VERIFICATION}, 'VERIFY_EMAIL'::"TokenPurpose", ${hashFor('VERIFY_EMAIL')}::bytea, ${codeHash}::bytea,
          coalesce(${written}::jsonb, ${latestForm(KNOWN)}), ${fromNow(settings.verificationTtl)}),
        (${RESET}, 'RESET_PASSWORD', ${hashFor('RESET_PASSWORD')}::bytea, NULL, NULL, ${fromNow(settings.resetTtl)}),
        (${REGISTRATION}, 'OPEN_REGISTRATION', ${hashFor('OPEN_REGISTRATION')}::bytea, NULL, NULL, ${fromNow(REGISTRATION_LINK_TTL_MS)})
      ) AS links (kind, purpose, hash, code_secret_hash, form, expires_at)
      WHERE links.kind = allowed.kind
    ),
    mail AS (
      UPDATE jobs SET name = mails.name, payload = mails.payload
      FROM job, developer, allowed, LATERAL (VALUES
        (${VERIFICATION}, ${jobColumns('sendVerificationEmail', link)}),
        (${RESET}, ${jobColumns('sendPasswordResetEmail', { ...link, locale })}),
        (${REGISTRATION}, ${jobColumns('sendRegistrationLinkEmail', { ...link, locale })}),
        (${STATUS}, ${jobColumns('sendRegistrationStatusEmail', { developerId, locale })})
      ) AS mails (kind, name, payload)
      WHERE jobs.id = job.id AND mails.kind = allowed.kind
      RETURNING jobs.name, jobs.payload
    )
    SELECT EXISTS (SELECT FROM job) AS "wasOpen",
      EXISTS (SELECT FROM allowed) AND (NOT EXISTS (SELECT FROM is_new) OR EXISTS (SELECT FROM new_by_client)) AS "isAllowed",
      (SELECT jsonb_build_object('name', name, 'payload', payload) FROM mail) AS mail`;
  return await turnedInto(app, { id: job.id, name: 'answerStranger' }, turned);
}

const hasSsoOnly = Prisma.sql`(password_hash IS NULL AND EXISTS (
  SELECT FROM sso_identities identity
  JOIN sso_connections connection ON connection.portal_id = identity.portal_id AND connection.issuer = identity.issuer
  WHERE identity.developer_id = known.id AND connection.enabled
))`;

/** The mail that an email address gets, or null for none. */
const KINDS = {
  SIGN_UP: Prisma.sql`CASE WHEN email_verified_at IS NULL AND NOT ${isReserved(KNOWN)} THEN ${VERIFICATION} ELSE ${STATUS} END`,
  RESEND_VERIFICATION: Prisma.sql`CASE WHEN id IS NOT NULL AND email_verified_at IS NULL AND NOT ${isReserved(KNOWN)} THEN ${VERIFICATION} END`,
  RESET_PASSWORD: Prisma.sql`CASE WHEN id IS NULL THEN NULL
    WHEN email_verified_at IS NULL AND NOT ${isReserved(KNOWN)} THEN ${VERIFICATION}
    WHEN email_verified_at IS NULL OR status IN ('REJECTED', 'REVOKED') OR ${hasSsoOnly} THEN ${STATUS} ELSE ${RESET} END`,
  OPEN_REGISTRATION: Prisma.sql`CASE WHEN id IS NULL THEN NULL
    WHEN email_verified_at IS NULL AND NOT ${isReserved(KNOWN)} THEN ${VERIFICATION}
    WHEN email_verified_at IS NULL OR status = 'APPROVED' THEN ${STATUS} ELSE ${REGISTRATION} END`,
  RESET_ADMIN_PASSWORD: Prisma.sql`NULL`,
  LINK_ADMIN_SSO: Prisma.sql`NULL`,
} satisfies Record<Asked['act'], Prisma.Sql>;
