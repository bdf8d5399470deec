import { type Invitation, Prisma } from '../../prisma/generated/client/client.ts';
import type { Origin } from '../client.ts';
import { invitationColumns } from '../columns.ts';
import { eventsFrom } from '../events/record.ts';
import { newId } from '../ids.ts';
import { mayDecide } from '../permissions.ts';
import type { Transaction } from '../transaction.ts';
import { isOpen } from './invitation-state.ts';

/**
 * Parts of a statement that verifies an email address, for the one row of `person` (`id`, `portal_id`, `email`). They use up the open
 * invitations of this address, however it is verified. If there is none, they take a use of the link that the form carried.
 * `invitation_taken` has the invitation that counts, or no row.
 */
export const takenBy = (origin: Origin | null, person: Prisma.Sql, carriedId: string | null): Prisma.Sql => Prisma.sql`
  invitations_by_name AS MATERIALIZED (
    SELECT invitation.* FROM invitations invitation JOIN ${person} person USING (portal_id)
    WHERE invitation.email = person.email AND ${isOpen} FOR UPDATE OF invitation
  ),
  invitation_by_link AS MATERIALIZED (
    SELECT invitation.* FROM invitations invitation JOIN ${person} person USING (portal_id)
    WHERE invitation.id = ${carriedId}::uuid AND invitation.email IS NULL AND ${isOpen}
      AND NOT EXISTS (SELECT FROM invitations_by_name)
    FOR UPDATE OF invitation
  ),
  invitations_taken AS MATERIALIZED (SELECT * FROM invitations_by_name UNION ALL SELECT * FROM invitation_by_link),
  invitations_used AS (
    UPDATE invitations SET used = invitations.used + 1, used_at = now() FROM invitations_taken WHERE invitations.id = invitations_taken.id
  ),
  invitation_taken AS MATERIALIZED (
    SELECT invitation.* FROM invitations_taken invitation
    ORDER BY approved AND ${mayDecide(Prisma.sql`inviter_id`, Prisma.sql`invitation.api_token_id`, Prisma.sql`invitation.portal_id`)} DESC NULLS LAST, id LIMIT 1
  ),
  invitation_event AS (${usedEvent(origin, person)})`;

/** Nearly always there is one. How many more there are is known only here, so their ids are made here. */
const withEventIds = (): Prisma.Sql => Prisma.sql`(
  SELECT *, CASE row_number() OVER (ORDER BY id) WHEN 1 THEN ${newId()}::uuid ELSE gen_random_uuid() END AS event_id FROM invitations_taken
) AS used`;

const usedEvent = (origin: Origin | null, person: Prisma.Sql): Prisma.Sql =>
  eventsFrom(origin, withEventIds(), {
    type: 'invitation.used',
    actor: { kind: 'DEVELOPER', id: Prisma.sql`(SELECT id FROM ${person})` },
    subject: { kind: 'INVITATION', id: Prisma.sql`id` },
    data: { developerId: Prisma.sql`(SELECT id FROM ${person})` },
  });

/**
 * Another part: the emailed links of these invitations are links of the developer from now on. So they work again like a link that
 * verifies an email address, and end with its other links.
 */
export const linksKeptFor = (person: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO tokens (id, purpose, hash, developer_id, expires_at)
  SELECT invitation.id, 'ACCEPT_INVITATION', invitation.hash, person.id, invitation.expires_at
  FROM invitations_taken invitation, ${person} person WHERE invitation.is_mailed`;

/** For a developer who got the address in this transaction. Returns the invitation, which counts for those who are still pending. */
export async function takeInvitations(
  tx: Transaction,
  developerId: string,
  { keepsLinks }: { keepsLinks: boolean },
): Promise<Invitation | null> {
  const person = Prisma.sql`person`;
  const kept = keepsLinks ? Prisma.sql`kept AS (${linksKeptFor(person)}),` : Prisma.empty;
  const [taken] = await tx.$queryRaw<Invitation[]>`
    WITH person AS MATERIALIZED (SELECT id, portal_id, email FROM developers WHERE id = ${developerId}::uuid),
    ${takenBy(tx.origin, person, null)},
    ${kept}
    registered AS (
      UPDATE developers SET invitation_id = invitation_taken.id FROM invitation_taken
      WHERE developers.id = ${developerId}::uuid AND status = 'PENDING'
    )
    SELECT ${invitationColumns} FROM invitation_taken invitation`;
  return taken ?? null;
}
