-- AlterEnum
ALTER TYPE "TokenPurpose" ADD VALUE 'CONFIRM_EMAIL_CHANGE';
ALTER TYPE "TokenPurpose" ADD VALUE 'UNDO_EMAIL_CHANGE';

-- AlterEnum
ALTER TYPE "StrangerMail" ADD VALUE 'EMAIL_CHANGE';

-- AlterTable
ALTER TABLE "tokens" ADD COLUMN     "email" TEXT,
ADD COLUMN     "typed_email" TEXT;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "address" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "user_agent" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE INDEX "tokens_email_idx" ON "tokens"("email") WHERE "email" IS NOT NULL;

-- Written by hand, for what Prisma cannot say:
-- * "tokens_email_idx" covers only links of a change of address, and such a link knows both forms of it.
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_email_in_both_forms" CHECK (("email" IS NULL) = ("typed_email" IS NULL));
