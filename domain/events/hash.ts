import { Prisma } from '../../prisma/generated/client/client.ts';

const timeOf = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const sha256 = (json: string): string => `sha256(convert_to(${json}::text, 'UTF8'))`;

/** Of a row of `event`. Leaves out the position, which the place in the checkpoint stands for, and the client, which is forgotten. */
export const eventHash = Prisma.raw(
  sha256(`jsonb_build_array(event.id, ${timeOf('event.at')}, event.portal_id, event.type, event.version, event.actor_kind,
    event.actor_id, event.actor_name, event.subject_kind, event.subject_id, event.data, event.request_id)`),
);

/** Of a row of `checkpoint`. */
export const checkpointHash = Prisma.raw(
  sha256(`jsonb_build_array(checkpoint.number, checkpoint.first_position, checkpoint.last_position,
    encode(checkpoint.rows_hash, 'hex'), encode(checkpoint.previous_hash, 'hex'), ${timeOf('checkpoint.created_at')})`),
);
