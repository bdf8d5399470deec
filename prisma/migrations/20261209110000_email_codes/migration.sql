-- AlterTable
ALTER TABLE "tokens" ADD COLUMN     "code_secret_hash" BYTEA;
