-- AlterTable
ALTER TABLE "installation" ADD COLUMN     "mailbox_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "mailbox_email" TEXT,
ADD COLUMN     "mailbox_looked_at" TIMESTAMPTZ(3),
ADD COLUMN     "mailbox_unread" INTEGER;

-- CreateTable
CREATE TABLE "mail_tries" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "job_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,

    CONSTRAINT "mail_tries_pkey" PRIMARY KEY ("id","name")
);

-- AddForeignKey
ALTER TABLE "mail_tries" ADD CONSTRAINT "mail_tries_id_fkey" FOREIGN KEY ("id") REFERENCES "mail_states"("id") ON DELETE CASCADE ON UPDATE CASCADE;
