-- CreateIndex
CREATE INDEX "event_checkpoints_last_position_idx" ON "event_checkpoints"("last_position");

-- Written by hand: finds the oldest checkpoint whose events are still there.
CREATE INDEX "event_checkpoints_with_events_idx" ON "event_checkpoints"("number") WHERE "rows_removed_at" IS NULL;

-- Written by hand: the same rule by the index.
CREATE OR REPLACE FUNCTION "is_removed_event"("event" "events") RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT rows_removed_at IS NOT NULL FROM event_checkpoints
    WHERE last_position >= event.position ORDER BY last_position LIMIT 1
  ), false)
$$;
