-- Written by hand: as for developers, 1970 stands for no log-in, so that a list in this order has all admins.
UPDATE "admins" SET "last_log_in_at" = 'epoch' WHERE "last_log_in_at" IS NULL;
ALTER TABLE "admins" ALTER COLUMN "last_log_in_at" SET DEFAULT 'epoch', ALTER COLUMN "last_log_in_at" SET NOT NULL;
