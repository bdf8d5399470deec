-- CreateEnum
CREATE TYPE "NotificationFrequency" AS ENUM ('AT_ONCE', 'HOURLY', 'DAILY', 'NEVER');

-- AlterTable
ALTER TABLE "new_request_notices"
  ADD COLUMN "frequency" "NotificationFrequency" NOT NULL DEFAULT 'AT_ONCE',
  ADD COLUMN "told_until" TIMESTAMPTZ(3),
  ALTER COLUMN "scheduled_for" DROP NOT NULL;

-- AlterTable
ALTER TABLE "portals"
  ADD COLUMN "reminded_at" TIMESTAMPTZ(3),
  ADD COLUMN "owners_warned_at" TIMESTAMPTZ(3),
  ADD COLUMN "usual_wait_reckoned_at" TIMESTAMPTZ(3);

-- Written by hand.
ALTER TABLE "portals" ADD CONSTRAINT "portals_remind_after_is_sane" CHECK ("remind_after" BETWEEN 1 AND 720);

-- Written by hand: the decisions of admins at a portal, by their time.
CREATE INDEX "decisions_of_admins" ON "decisions"("portal_id", "created_at") WHERE "by" = 'ADMIN';
