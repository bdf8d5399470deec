-- DropIndex
DROP INDEX "jobs_finished_at_idx";

-- DropIndex
DROP INDEX "tokens_expires_at_idx";

-- AlterTable
ALTER TABLE "tokens" ADD COLUMN     "is_kept" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "jobs_status_finished_at_idx" ON "jobs"("status", "finished_at");

-- CreateIndex
CREATE INDEX "tokens_expires_at_idx" ON "tokens"("expires_at") WHERE NOT "is_kept";

-- CreateIndex
CREATE INDEX "sso_failures_created_at_idx" ON "sso_failures"("created_at");

-- Written by hand, for what Prisma cannot say: "tokens_expires_at_idx" covers only what is not kept, so that a purge never reads the rest.
