import { type ActorKind, Prisma, type SubjectKind } from '../../prisma/generated/client/client.ts';
import type { Origin } from '../client.ts';
import { newId } from '../ids.ts';
import type { Caller } from '../permissions.ts';
import { type EventData, type EventType, eventTypes } from './types.ts';

/** Only an admin has a name, the email address, and an API token. */
export type Actor = { kind: ActorKind; id?: string | null; name?: string };

export const byAdmin = ({ id, email }: { id: string; email: string }): Actor => ({ kind: 'ADMIN', id, name: email });
export const byCaller = (caller: Caller): Actor =>
  'apiToken' in caller ? { kind: 'TOKEN', id: caller.apiToken.id, name: caller.apiToken.name } : byAdmin(caller);
export const byDeveloper = (id: string): Actor => ({ kind: 'DEVELOPER', id });

type Named<Id, Kind = SubjectKind> = { kind: Kind; id: Id };

export type NewEvent<Type extends EventType> = {
  type: Type;
  /** Null for an event of the whole installation. */
  portalId: string | null;
  actor: Actor;
  subject: Named<string | null>;
  data: EventData<Type>;
};

type Database = Pick<Prisma.TransactionClient, '$executeRaw'> & { origin?: Origin | null };

const columns = Prisma.raw(
  'id, portal_id, type, actor_kind, actor_id, actor_name, subject_kind, subject_id, data, request_id, ip, user_agent',
);

/** Writes the events of an act in its transaction. */
export async function record<Type extends EventType>(tx: Database, ...events: NewEvent<Type>[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ type, portalId, actor, subject, data }) => {
    const checked = JSON.stringify(eventTypes[type].parse(data));
    return Prisma.sql`(${newId()}::uuid, ${portalId}::uuid, ${type}, ${actor.kind}::"ActorKind", ${actor.id ?? null}::uuid,
      ${actor.name ?? null}, ${subject.kind}::"SubjectKind", ${subject.id}::uuid, ${checked}::jsonb, ${originColumns(tx.origin)})`;
  });
  await tx.$executeRaw`INSERT INTO events (${columns}) VALUES ${Prisma.join(rows)}`;
}

/**
 * For a statement of several parts: one event for each row of `source`, by its `event_id` and `portal_id`.
 * @param event its ids and its data may name columns of `source`
 */
export const eventsFrom = <Type extends EventType>(
  origin: Origin | null,
  source: Prisma.Sql,
  {
    type,
    actor,
    subject,
    data,
  }: {
    type: Type;
    actor: { kind: ActorKind | Prisma.Sql; id?: Prisma.Sql; name?: Prisma.Sql };
    subject: Named<Prisma.Sql, SubjectKind | Prisma.Sql>;
    data: { [Key in keyof EventData<Type>]: Prisma.Sql };
  },
): Prisma.Sql => Prisma.sql`
  INSERT INTO events (${columns})
  SELECT event_id, portal_id, ${type}, (${actor.kind})::"ActorKind", ${actor.id ?? Prisma.sql`NULL`}::uuid, ${actor.name ?? Prisma.sql`NULL`},
    (${subject.kind})::"SubjectKind", ${subject.id}::uuid, ${jsonOf(data)}, ${originColumns(origin)}
  FROM ${source}`;

const originColumns = (origin: Origin | null | undefined): Prisma.Sql =>
  Prisma.sql`${origin?.requestId ?? null}::text, ${origin?.ip ?? null}::text, ${origin?.userAgent ?? null}::text`;

function jsonOf(data: Record<string, Prisma.Sql>): Prisma.Sql {
  const pairs = Object.entries(data).map(([key, value]) => Prisma.sql`${Prisma.raw(`'${key}'`)}, ${value}`);
  return pairs.length > 0 ? Prisma.sql`jsonb_build_object(${Prisma.join(pairs)})` : Prisma.sql`'{}'::jsonb`;
}
