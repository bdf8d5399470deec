import { Prisma } from '../../prisma/generated/client/client.ts';

/**
 * More parts of a statement: end the links and the sessions of people who may no longer log in. A link that shows the registration
 * stays: it is for them.
 * @param developers a part of the statement that lists them by their `id`
 */
export const shutOut = (developers: Prisma.Sql): Prisma.Sql => Prisma.sql`,
    ended_links AS (DELETE FROM tokens WHERE developer_id = ANY(SELECT id FROM ${developers}) AND purpose <> 'OPEN_REGISTRATION'),
    ended_confirmations AS (DELETE FROM sso_confirmations WHERE developer_id = ANY(SELECT id FROM ${developers})),
    ended_attempts AS (DELETE FROM sso_attempts WHERE developer_id = ANY(SELECT id FROM ${developers})),
    ended_sessions AS (DELETE FROM sessions WHERE developer_id = ANY(SELECT id FROM ${developers}))`;
