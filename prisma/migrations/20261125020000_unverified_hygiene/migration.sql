-- AlterTable
ALTER TABLE "developers" ADD COLUMN     "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "reminded_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "developers_asked_at_idx" ON "developers"("asked_at") WHERE "email_verified_at" IS NULL;

-- Written by hand, for what Prisma cannot say:
-- * "developers_asked_at_idx" covers only what was never verified.
-- * Registrations that are there already count from now on, so that they are reminded before they are removed.
