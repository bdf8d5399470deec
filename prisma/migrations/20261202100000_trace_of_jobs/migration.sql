-- AlterTable
ALTER TABLE "jobs" ADD COLUMN     "trace" TEXT;
