-- AlterTable
ALTER TABLE "portals" ADD COLUMN     "password_context_words" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "password_min_length" INTEGER NOT NULL DEFAULT 15;
