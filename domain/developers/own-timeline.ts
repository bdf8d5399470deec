import type { Prisma } from '../../prisma/generated/client/client.ts';
import type { EventType } from '../events/types.ts';

/** @limit events: Events in an export of the own data, the newest. Beyond: The older ones are left out. */
export const MOST_OWN_EVENTS = 1_000;

/** What a person may know of. Claims and notes are of admins, and an undone decision was told nobody. */
const OWN_EVENTS: EventType[] = [
  'developer.registered',
  'developer.verified',
  'developer.approved',
  'developer.rejected',
  'developer.revoked',
  'developer.reinstated',
  'developer.question-asked',
  'developer.question-answered',
  'developer.profile-changed',
  'developer.answers-changed',
  'developer.email-change-requested',
  'developer.email-changed',
  'developer.email-change-undone',
  'developer.deletion-scheduled',
  'developer.deletion-cancelled',
  'developer.data-exported',
  'developer.registration-opened',
  'terms.accepted',
  'password.set',
  'password.changed',
  'password.reset',
  'second-factor.added',
  'second-factor.removed',
  'second-factor.reset',
  'recovery-codes.renewed',
  'session.opened',
  'session.confirmed',
  'session.closed',
  'session.revoked',
  'link.ended',
  'passkey.copy-refused',
  'identity.linked',
  'identity.unlinked',
];

/** What the person may see: the ids of decisions, and the names of fields. */
export type Seen = { decisions: Set<string>; fields: Set<string> };

type OwnEvent = { at: Date; type: string; fields?: string[]; byYou: boolean; ip: string | null; userAgent: string | null };

/** The newest first. Of others, such as admins, it says no more than that it was not the person. */
export async function ownTimeline(
  database: Pick<Prisma.TransactionClient, 'event'>,
  developerId: string,
  seen: Seen,
): Promise<OwnEvent[]> {
  const events = await database.event.findMany({
    where: { subjectId: developerId, type: { in: OWN_EVENTS } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST_OWN_EVENTS,
  });
  return events.flatMap(({ at, type, data, actorKind, actorId, ip, userAgent }) => {
    const { decisionId, fields } = Object(data);
    if (decisionId && !seen.decisions.has(decisionId)) return [];
    const shown = Array.isArray(fields) ? fields.filter((field) => seen.fields.has(field)) : null;
    if (type === 'developer.answers-changed' && shown?.length === 0) return [];
    const byYou = actorKind === 'DEVELOPER' && actorId === developerId;
    return [{ at, type, ...(shown && { fields: shown }), byYou, ip: byYou ? ip : null, userAgent: byYou ? userAgent : null }];
  });
}
