-- AlterTable
ALTER TABLE "admin_tokens" ADD COLUMN "developer_id" UUID;

-- CreateIndex
CREATE INDEX "admin_tokens_developer_id_idx" ON "admin_tokens"("developer_id");

-- CreateIndex
CREATE UNIQUE INDEX "admin_tokens_admin_id_developer_id_key" ON "admin_tokens"("admin_id", "developer_id");

-- AddForeignKey
ALTER TABLE "admin_tokens" ADD CONSTRAINT "admin_tokens_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand.
ALTER TABLE "admin_tokens" ADD CONSTRAINT "admin_tokens_decide_about_somebody"
  CHECK (("purpose" = 'ADMIN_DECIDE') = ("developer_id" IS NOT NULL));
