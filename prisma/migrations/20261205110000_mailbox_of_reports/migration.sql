-- AlterTable
ALTER TABLE "installation" ADD COLUMN     "mailbox_held_until" TIMESTAMPTZ(3);
