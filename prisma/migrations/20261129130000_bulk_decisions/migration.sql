-- CreateTable
-- Written by hand: no foreign key to admins, because the result stays when its admin is removed.
CREATE TABLE "bulk_decisions" (
    "id" UUID NOT NULL,
    "portal_id" UUID NOT NULL,
    "admin_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "reason" TEXT,
    "note" TEXT,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "conflicts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_decision_items" (
    "bulk_decision_id" UUID NOT NULL,
    "developer_id" UUID NOT NULL,

    CONSTRAINT "bulk_decision_items_pkey" PRIMARY KEY ("bulk_decision_id", "developer_id")
);

-- CreateIndex
CREATE INDEX "bulk_decisions_portal_id_idx" ON "bulk_decisions"("portal_id");

-- CreateIndex
CREATE INDEX "bulk_decisions_finished_at_idx" ON "bulk_decisions"("finished_at");

-- AddForeignKey
ALTER TABLE "bulk_decisions" ADD CONSTRAINT "bulk_decisions_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_decision_items" ADD CONSTRAINT "bulk_decision_items_bulk_decision_id_fkey" FOREIGN KEY ("bulk_decision_id") REFERENCES "bulk_decisions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
