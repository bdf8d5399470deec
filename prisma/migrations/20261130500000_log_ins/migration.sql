-- CreateTable
CREATE TABLE "developer_log_ins" (
    "developer_id" UUID NOT NULL,
    "portal_id" UUID NOT NULL,
    "last_log_in_at" TIMESTAMPTZ(3) NOT NULL DEFAULT 'epoch',
    "new_device_told_at" TIMESTAMPTZ(3),
    "new_device_event_id" UUID,

    CONSTRAINT "developer_log_ins_pkey" PRIMARY KEY ("developer_id")
);

-- AddForeignKey
ALTER TABLE "developer_log_ins" ADD CONSTRAINT "developer_log_ins_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "admins" ADD COLUMN "last_log_in_at" TIMESTAMPTZ(3),
  ADD COLUMN "new_device_told_at" TIMESTAMPTZ(3),
  ADD COLUMN "new_device_event_id" UUID;

-- AlterTable
ALTER TABLE "known_clients" ADD COLUMN "client" TEXT;
ALTER TABLE "admin_known_clients" ADD COLUMN "client" TEXT;

-- Written by hand: each developer has a row from the start, so that a list in the order of log-ins holds those who never logged in too.
-- The row is in a table of its own, because a log-in changes it, and must not write the indexes of developers.
CREATE FUNCTION "add_developer_log_in"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO developer_log_ins (developer_id, portal_id) VALUES (NEW.id, NEW.portal_id);
  RETURN NULL;
END
$$;
CREATE TRIGGER "developers_add_log_in" AFTER INSERT ON "developers" FOR EACH ROW EXECUTE FUNCTION "add_developer_log_in"();

-- The last log-in is the newest of the open sessions, and of the log-ins in the audit log.
INSERT INTO "developer_log_ins" ("developer_id", "portal_id", "last_log_in_at")
SELECT developer.id, developer.portal_id, COALESCE(newest.at, 'epoch')
FROM "developers" developer LEFT JOIN (
  SELECT owner_id, max(at) AS at FROM (
    SELECT developer_id AS owner_id, created_at AS at FROM "sessions"
    UNION ALL
    SELECT subject_id, at FROM "events" WHERE type = 'session.opened' AND subject_kind = 'DEVELOPER'
  ) log_ins GROUP BY owner_id
) newest ON newest.owner_id = developer.id;

UPDATE "admins" SET "last_log_in_at" = newest.at FROM (
  SELECT owner_id, max(at) AS at FROM (
    SELECT admin_id AS owner_id, created_at AS at FROM "admin_sessions"
    UNION ALL
    SELECT subject_id, at FROM "events" WHERE type = 'session.opened' AND subject_kind = 'ADMIN'
  ) log_ins GROUP BY owner_id
) newest WHERE newest.owner_id = "admins".id;

-- CreateIndex
CREATE INDEX "developer_log_ins_portal_id_last_log_in_at_developer_id_idx" ON "developer_log_ins"("portal_id", "last_log_in_at", "developer_id");
