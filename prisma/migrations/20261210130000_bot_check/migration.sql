-- CreateEnum
CREATE TYPE "BotCheckPolicy" AS ENUM ('OFF', 'ADAPTIVE', 'ALWAYS');

-- AlterTable
ALTER TABLE "portals" ADD COLUMN "bot_check" "BotCheckPolicy" NOT NULL DEFAULT 'OFF';

-- CreateTable
CREATE TABLE "used_bot_checks" (
    "hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "used_bot_checks_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "used_bot_checks_expires_at_idx" ON "used_bot_checks"("expires_at");
