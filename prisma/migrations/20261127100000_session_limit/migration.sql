-- Written by hand: Prisma knows no functions.
--
-- A session begins in one statement, which ends the oldest ones of its owner by these functions. A function that is VOLATILE sees
-- what is committed when it is called. The statement calls it once it holds its owner's row, so it also sees the sessions of those who
-- held that row before it, and the bound is exact however many log in at once.
CREATE FUNCTION "end_oldest_sessions"("developer_id" UUID, "kept" INTEGER, "idle_ms" DOUBLE PRECISION) RETURNS VOID
LANGUAGE sql VOLATILE AS $$
  DELETE FROM sessions WHERE id IN (
    SELECT id FROM sessions
    WHERE developer_id = $1 AND expires_at > now() AND last_seen_at > now() - $3 * interval '1 millisecond'
    ORDER BY created_at DESC, id DESC OFFSET $2
  )
$$;

CREATE FUNCTION "end_oldest_admin_sessions"("admin_id" UUID, "kept" INTEGER, "idle_ms" DOUBLE PRECISION) RETURNS VOID
LANGUAGE sql VOLATILE AS $$
  DELETE FROM admin_sessions WHERE id IN (
    SELECT id FROM admin_sessions
    WHERE admin_id = $1 AND expires_at > now() AND last_seen_at > now() - $3 * interval '1 millisecond'
    ORDER BY created_at DESC, id DESC OFFSET $2
  )
$$;

-- Whoever has more keeps those that were used last.
DELETE FROM sessions WHERE id IN (
  SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY developer_id ORDER BY last_seen_at DESC) AS place FROM sessions) AS placed
  WHERE place > 50
);
DELETE FROM admin_sessions WHERE id IN (
  SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY admin_id ORDER BY last_seen_at DESC) AS place FROM admin_sessions) AS placed
  WHERE place > 50
);
