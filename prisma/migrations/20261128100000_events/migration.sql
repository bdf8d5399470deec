-- CreateEnum
CREATE TYPE "ActorKind" AS ENUM ('ADMIN', 'DEVELOPER', 'RULE', 'PROVIDER', 'TOKEN', 'OPERATOR', 'SYSTEM');

-- CreateEnum
CREATE TYPE "SubjectKind" AS ENUM ('PORTAL', 'DEVELOPER', 'ADMIN', 'ADMIN_INVITATION', 'CONNECTION', 'JOB', 'AUDIT_LOG');

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "position" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "portal_id" UUID,
    "type" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT,
    "subject_kind" "SubjectKind" NOT NULL,
    "subject_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_checkpoints" (
    "number" INTEGER NOT NULL,
    "first_position" BIGINT NOT NULL,
    "last_position" BIGINT NOT NULL,
    "row_hashes" BYTEA,
    "rows_hash" BYTEA NOT NULL,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rows_removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_checkpoints_pkey" PRIMARY KEY ("number")
);

-- Written by hand: an act that writes an event adds to one small index, the one of events that wait for their number. The worker that
-- numbers events adds to the others.
CREATE INDEX "events_at_id_idx" ON "events"("at", "id") WHERE "position" IS NULL;
CREATE UNIQUE INDEX "events_position_key" ON "events"("position") WHERE "position" IS NOT NULL;
CREATE INDEX "events_portal_id_position_idx" ON "events"("portal_id", "position") WHERE "position" IS NOT NULL;
CREATE INDEX "events_subject_id_position_idx" ON "events"("subject_id", "position") WHERE "position" IS NOT NULL;
CREATE INDEX "events_actor_id_position_idx" ON "events"("actor_id", "position") WHERE "position" IS NOT NULL;
CREATE INDEX "events_type_position_idx" ON "events"("type", "position") WHERE "position" IS NOT NULL;
CREATE INDEX "events_client_idx" ON "events"("at") WHERE "position" IS NOT NULL AND ("ip" IS NOT NULL OR "user_agent" IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "event_checkpoints_previous_hash_key" ON "event_checkpoints"("previous_hash");

-- CreateIndex
CREATE UNIQUE INDEX "event_checkpoints_hash_key" ON "event_checkpoints"("hash");

-- Written by hand: the log can only grow. The exceptions are the number of an event (once), the emptying of the client, and the removal
-- of events whose checkpoint says that they are removed.
CREATE FUNCTION "refuse_change_of_events"() RETURNS TRIGGER LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION ''The log of events can only grow.''\x3b END';

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

CREATE FUNCTION "is_removed_event"("event" "events") RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM event_checkpoints
    WHERE rows_removed_at IS NOT NULL AND event.position BETWEEN first_position AND last_position
  )
$$;
CREATE TRIGGER "events_kept" BEFORE DELETE ON "events" FOR EACH ROW
  WHEN (NOT is_removed_event(OLD)) EXECUTE FUNCTION "refuse_change_of_events"();
CREATE TRIGGER "events_not_emptied" BEFORE TRUNCATE ON "events" EXECUTE FUNCTION "refuse_change_of_events"();

CREATE TRIGGER "event_checkpoints_unchanged" BEFORE UPDATE ON "event_checkpoints" FOR EACH ROW
  WHEN (
    OLD.rows_removed_at IS NOT NULL OR NEW.rows_removed_at IS NULL OR NEW.row_hashes IS NOT NULL
    OR (NEW.number, NEW.first_position, NEW.last_position, NEW.rows_hash, NEW.previous_hash, NEW.hash, NEW.created_at)
    IS DISTINCT FROM (OLD.number, OLD.first_position, OLD.last_position, OLD.rows_hash, OLD.previous_hash, OLD.hash, OLD.created_at)
  )
  EXECUTE FUNCTION "refuse_change_of_events"();
CREATE TRIGGER "event_checkpoints_kept" BEFORE DELETE ON "event_checkpoints" FOR EACH ROW
  EXECUTE FUNCTION "refuse_change_of_events"();
CREATE TRIGGER "event_checkpoints_not_emptied" BEFORE TRUNCATE ON "event_checkpoints"
  EXECUTE FUNCTION "refuse_change_of_events"();

-- Written by hand: the decisions that exist already become events.
INSERT INTO "events" (id, at, portal_id, type, actor_kind, actor_id, actor_name, subject_kind, subject_id, data)
SELECT decision.id, decision.created_at, decision.portal_id,
  CASE
    WHEN "to" = 'REJECTED' THEN 'developer.rejected'
    WHEN "to" = 'REVOKED' THEN 'developer.revoked'
    WHEN "from" = 'PENDING' THEN 'developer.approved'
    ELSE 'developer.reinstated'
  END,
  (CASE by WHEN 'IDENTITY_PROVIDER' THEN 'PROVIDER' ELSE by::text END)::"ActorKind",
  decision.admin_id, admin.email, 'DEVELOPER', decision.developer_id,
  jsonb_build_object('decisionId', decision.id, 'from', "from", 'to', "to")
FROM decisions decision LEFT JOIN admins admin ON admin.id = decision.admin_id;
