-- AlterTable
ALTER TABLE "admins" ADD COLUMN     "locale" TEXT;
