-- CreateTable
-- Written by hand: no foreign key to admins, because a note stays when its admin is removed.
CREATE TABLE "developer_notes" (
    "id" UUID NOT NULL,
    "developer_id" UUID NOT NULL,
    "admin_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "developer_notes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "developer_notes_developer_id_idx" ON "developer_notes"("developer_id");

-- AddForeignKey
ALTER TABLE "developer_notes" ADD CONSTRAINT "developer_notes_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
