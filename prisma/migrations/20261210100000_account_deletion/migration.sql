-- AlterEnum
ALTER TYPE "TokenPurpose" ADD VALUE 'KEEP_ACCOUNT';

-- AlterEnum
ALTER TYPE "LinkKind" ADD VALUE 'KEEP_ACCOUNT';

-- AlterTable
ALTER TABLE "developers" ADD COLUMN     "deletion_due_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "portals" ADD COLUMN     "deletion_grace_days" INTEGER NOT NULL DEFAULT 0;
