-- For domain/jobs/claim-jobs.ts with MAIL_LIMIT: the jobs that a person waits for, however many others are due and wait for the limit. Its
-- condition is not the plain column, so that claims in turn, which look at one portal after the other, never use it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS jobs_urgent_due_idx ON jobs (queue, due_at) WHERE is_urgent::int = 1 AND finished_at IS NULL;
