-- AlterTable
ALTER TABLE "portals"
  ADD COLUMN "approval_rules" JSONB,
  ADD COLUMN "approval_rules_version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
-- Written by hand: no foreign key, because a registration outlives its connection.
ALTER TABLE "developers"
  ADD COLUMN "registered_connection_id" UUID,
  ADD COLUMN "registered_groups" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "pending_evaluations" (
    "portal_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "total" INTEGER NOT NULL,
    "approved" INTEGER NOT NULL DEFAULT 0,
    "queued" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "last_id" UUID,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "pending_evaluations_pkey" PRIMARY KEY ("portal_id")
);

-- AddForeignKey
ALTER TABLE "pending_evaluations" ADD CONSTRAINT "pending_evaluations_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand.
ALTER TABLE "portals" ADD CONSTRAINT "portals_approval_rules_are_a_list"
  CHECK (approval_rules IS NULL OR (jsonb_typeof(approval_rules) = 'array' AND approval_rules <> '[]'));
