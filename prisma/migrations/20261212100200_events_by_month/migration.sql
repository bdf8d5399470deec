-- Written by hand: events are stored by month, by the time in their ids. A month is dropped as a whole. Positions are unique in each
-- partition; across partitions, because one worker at a time gives them.
CREATE FUNCTION "is_removed_position"("wanted" BIGINT) RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT rows_removed_at IS NOT NULL FROM event_checkpoints WHERE last_position >= wanted ORDER BY last_position LIMIT 1
  ), false)
$$;

DO $$
DECLARE
  first_after CONSTANT UUID := (
    SELECT substring(pg_get_constraintdef(oid) FROM '[0-9a-f]{8}-[0-9a-f-]{27}')
    FROM pg_constraint WHERE conname = 'events_until' AND conrelid = 'events'::regclass
  );
  until CONSTANT TIMESTAMPTZ :=
    to_timestamp(('x' || left(replace(first_after::text, '-', ''), 12))::bit(48)::bigint / 1000.0);
  first CONSTANT TEXT := 'events_until_' || to_char(until AT TIME ZONE 'UTC', 'YYYY_MM');
  index TEXT;
BEGIN
  DROP TRIGGER events_unchanged ON events;
  DROP TRIGGER events_kept ON events;
  EXECUTE format('ALTER TABLE events RENAME TO %I', first);
  FOR index IN SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = first::regclass LOOP
    EXECUTE format('ALTER INDEX %I RENAME TO %I', index, first || substr(index, length('events') + 1));
  END LOOP;

  EXECUTE format('CREATE TABLE events (LIKE %I INCLUDING DEFAULTS) PARTITION BY RANGE (id)', first);
  ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY (id);
  CREATE INDEX events_at_id_idx ON events (at, id) WHERE position IS NULL;
  CREATE INDEX events_portal_id_position_idx ON events (portal_id, position) WHERE position IS NOT NULL;
  CREATE INDEX events_subject_id_position_idx ON events (subject_id, position) WHERE position IS NOT NULL;
  CREATE INDEX events_subject_id_at_id_idx ON events (subject_id, at, id) WHERE position IS NOT NULL;
  CREATE INDEX events_actor_id_position_idx ON events (actor_id, position) WHERE position IS NOT NULL;
  CREATE INDEX events_type_position_idx ON events (type, position) WHERE position IS NOT NULL;
  CREATE INDEX events_client_idx ON events (at)
    WHERE position IS NOT NULL AND (ip IS NOT NULL OR user_agent IS NOT NULL);

  EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', first, first_after);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT events_until', first);
END $$;

-- For events of months that have no partition, because no worker ran or a clock was wrong.
CREATE TABLE "events_other" PARTITION OF "events" DEFAULT;
CREATE UNIQUE INDEX "events_other_position_key" ON "events_other"("position") WHERE "position" IS NOT NULL;

CREATE TRIGGER "events_unchanged" BEFORE UPDATE ON "events" FOR EACH ROW
  WHEN (
    (OLD.position IS NOT NULL AND NEW.position IS DISTINCT FROM OLD.position)
    OR (NEW.ip IS NOT NULL AND NEW.ip IS DISTINCT FROM OLD.ip)
    OR (NEW.user_agent IS NOT NULL AND NEW.user_agent IS DISTINCT FROM OLD.user_agent)
    OR (NEW.id, NEW.at, NEW.portal_id, NEW.type, NEW.version, NEW.actor_kind, NEW.actor_id, NEW.actor_name, NEW.subject_kind,
      NEW.subject_id, NEW.data, NEW.request_id)
    IS DISTINCT FROM (OLD.id, OLD.at, OLD.portal_id, OLD.type, OLD.version, OLD.actor_kind, OLD.actor_id, OLD.actor_name,
      OLD.subject_kind, OLD.subject_id, OLD.data, OLD.request_id)
  )
  EXECUTE FUNCTION "refuse_change_of_events"();
CREATE TRIGGER "events_kept" BEFORE DELETE ON "events" FOR EACH ROW
  WHEN (NOT is_removed_position(OLD.position)) EXECUTE FUNCTION "refuse_change_of_events"();
CREATE TRIGGER "events_not_emptied" BEFORE TRUNCATE ON "events" EXECUTE FUNCTION "refuse_change_of_events"();
CREATE TRIGGER "events_other_not_emptied" BEFORE TRUNCATE ON "events_other" EXECUTE FUNCTION "refuse_change_of_events"();

DROP FUNCTION "is_removed_event";
