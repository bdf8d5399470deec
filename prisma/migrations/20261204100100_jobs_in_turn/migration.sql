-- For domain/jobs/claim-in-turn.ts: the jobs of one portal, or of none, in the order in which they are due.
CREATE INDEX CONCURRENTLY IF NOT EXISTS jobs_in_turn_idx
  ON jobs (queue, is_urgent, (coalesce(portal_id, '00000000-0000-0000-0000-000000000000'::uuid)), due_at) WHERE finished_at IS NULL;
