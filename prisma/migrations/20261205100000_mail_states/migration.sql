-- CreateEnum
CREATE TYPE "Delivery" AS ENUM ('OK', 'DEFERRED', 'BOUNCED', 'COMPLAINED');

-- CreateTable
CREATE TABLE "mail_states" (
    "id" UUID NOT NULL,
    "admin_id" UUID,
    "developer_id" UUID,
    "portal_id" UUID,
    "state" "Delivery" NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "detail" TEXT,
    "job_id" UUID,
    "expires_at" TIMESTAMPTZ(3),
    "tried_job_id" UUID,
    "tried_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_states_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "mail_states_admin_id_key" ON "mail_states"("admin_id");

-- CreateIndex
CREATE UNIQUE INDEX "mail_states_developer_id_key" ON "mail_states"("developer_id");

-- CreateIndex
CREATE INDEX "mail_states_portal_id_state_idx" ON "mail_states"("portal_id", "state");

-- CreateIndex
CREATE INDEX "mail_states_expires_at_idx" ON "mail_states"("expires_at");

-- AddForeignKey
ALTER TABLE "mail_states" ADD CONSTRAINT "mail_states_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_states" ADD CONSTRAINT "mail_states_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_states" ADD CONSTRAINT "mail_states_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand: the row is of one person, under the id of that person.
ALTER TABLE "mail_states" ADD CONSTRAINT "mail_states_person_check" CHECK (num_nonnulls(admin_id, developer_id) = 1 AND id = COALESCE(admin_id, developer_id));
