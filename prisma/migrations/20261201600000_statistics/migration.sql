-- Each count of domain/statistics/ reads one of these indexes alone.
CREATE INDEX developers_verified_idx ON developers (portal_id, email_verified_at) WHERE email_verified_at IS NOT NULL;
CREATE INDEX decisions_of_days_idx ON decisions (portal_id, created_at) INCLUDE (id, "to", undoes_id);
CREATE INDEX jobs_accepted_idx ON jobs (portal_id, accepted_at) WHERE accepted_at IS NOT NULL;
CREATE INDEX jobs_deferred_idx ON jobs (portal_id) WHERE queue = 'MAILS' AND status = 'QUEUED' AND last_error IS NOT NULL;
CREATE INDEX jobs_failed_mails_idx ON jobs (portal_id, finished_at) WHERE queue = 'MAILS' AND status = 'FAILED';
