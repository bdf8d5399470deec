-- CreateEnum
CREATE TYPE "AdminTokenPurpose" AS ENUM ('ADMIN_RESET_PASSWORD');

-- AlterTable
ALTER TABLE "admin_sessions" ADD COLUMN     "address" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "user_agent" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "jobs" ALTER COLUMN "portal_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "admin_tokens" (
    "id" UUID NOT NULL,
    "purpose" "AdminTokenPurpose" NOT NULL,
    "hash" BYTEA NOT NULL,
    "admin_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "admin_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE UNLOGGED TABLE "admin_mail_bounds" (
    "admin_id" UUID NOT NULL,
    "sent_at" TIMESTAMPTZ(3)[],

    CONSTRAINT "admin_mail_bounds_pkey" PRIMARY KEY ("admin_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "admin_tokens_hash_key" ON "admin_tokens"("hash");

-- CreateIndex
CREATE INDEX "admin_tokens_admin_id_idx" ON "admin_tokens"("admin_id");

-- CreateIndex
CREATE INDEX "admin_tokens_expires_at_idx" ON "admin_tokens"("expires_at");

-- AddForeignKey
ALTER TABLE "admin_tokens" ADD CONSTRAINT "admin_tokens_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_mail_bounds" ADD CONSTRAINT "admin_mail_bounds_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand, for what Prisma cannot say: "admin_mail_bounds" is unlogged.
