-- AlterTable
ALTER TABLE "portals" ADD COLUMN     "sso_callbacks" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "sso_attempts" ADD COLUMN     "callback" TEXT,
ADD COLUMN     "is_proof" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "sso_grants" ADD COLUMN     "is_proof" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "return_to" TEXT;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "sso_proved_at" TIMESTAMPTZ(3);
