-- Written by hand: the events of today become the first partition. It ends with the next month, or later if a clock was wrong. A constraint
-- says so first, so that PostgreSQL need not read all events while nobody can write.
DO $$
DECLARE
  latest CONSTANT TEXT := (SELECT replace(id::text, '-', '') FROM events ORDER BY id DESC LIMIT 1);
  newest CONSTANT TIMESTAMPTZ := to_timestamp(('x' || left(latest, 12))::bit(48)::bigint / 1000.0);
  until CONSTANT TIMESTAMPTZ :=
    (date_trunc('month', greatest(now(), newest) AT TIME ZONE 'UTC') + interval '2 months') AT TIME ZONE 'UTC';
  first_after CONSTANT UUID := (lpad(to_hex((extract(epoch FROM until) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
BEGIN
  EXECUTE format('ALTER TABLE events ADD CONSTRAINT events_until CHECK (id < %L) NOT VALID', first_after);
END $$;
