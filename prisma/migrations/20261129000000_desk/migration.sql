-- AlterTable
ALTER TABLE "portals"
  ADD COLUMN "undo_window" INTEGER NOT NULL DEFAULT 30,
  ADD COLUMN "remind_after" INTEGER NOT NULL DEFAULT 72,
  ADD COLUMN "usual_wait_hours" INTEGER;

-- AlterTable
-- Written by hand: no foreign keys. A claim of an admin who was removed ends by its time, and a registration outlives its invitation.
ALTER TABLE "developers"
  ADD COLUMN "claimed_by_id" UUID,
  ADD COLUMN "claimed_until" TIMESTAMPTZ(3),
  ADD COLUMN "awaits_applicant_until" TIMESTAMPTZ(3),
  ADD COLUMN "queued_by_rule" TEXT,
  ADD COLUMN "invitation_id" UUID,
  ADD COLUMN "status_told_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "decisions"
  ADD COLUMN "rule_name" TEXT,
  ADD COLUMN "rule_version" INTEGER,
  ADD COLUMN "invitation_id" UUID,
  ADD COLUMN "undoes_id" UUID,
  ADD COLUMN "undoable_until" TIMESTAMPTZ(3),
  ADD COLUMN "idempotency_key_id" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "decisions_undoes_id_key" ON "decisions"("undoes_id");

-- Written by hand.
ALTER TABLE "portals" ADD CONSTRAINT "portals_undo_window_is_short" CHECK ("undo_window" BETWEEN 0 AND 300);
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_rule_is_whole" CHECK (("rule_name" IS NULL) = ("rule_version" IS NULL));
