-- AlterTable
ALTER TABLE "jobs" ADD COLUMN "accepted_at" TIMESTAMPTZ(3);

-- Written by hand: emails of before, so that the timeline has them. Nothing says which of them the mail server got, but nearly all did.
UPDATE jobs SET accepted_at = finished_at WHERE queue = 'MAILS' AND status = 'DONE';
UPDATE jobs SET payload = payload || jsonb_build_object('developerId', token.developer_id)
FROM tokens token WHERE queue = 'MAILS' AND payload->>'tokenId' = token.id::text AND payload->>'developerId' IS NULL;
UPDATE jobs SET payload = payload || jsonb_build_object('developerId', decision.developer_id)
FROM decisions decision WHERE queue = 'MAILS' AND payload->>'decisionId' = decision.id::text AND payload->>'developerId' IS NULL;

-- Written by hand: for the timeline of a developer, in its order.
CREATE INDEX "jobs_developer_idx" ON "jobs"((payload->>'developerId'), "created_at", "id") WHERE "queue" = 'MAILS' AND (payload->>'developerId') IS NOT NULL;
CREATE INDEX "events_subject_id_at_id_idx" ON "events"("subject_id", "at", "id") WHERE "position" IS NOT NULL;
