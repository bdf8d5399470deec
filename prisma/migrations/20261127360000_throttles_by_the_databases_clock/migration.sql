-- A window ends by the clock of the database, and says so as a time, not as a number that some process reckoned.
ALTER TABLE "throttles" ADD COLUMN "ends_at" TIMESTAMPTZ(3);
UPDATE "throttles" SET "ends_at" = to_timestamp("expire" / 1000.0);
ALTER TABLE "throttles" ALTER COLUMN "ends_at" SET NOT NULL, DROP COLUMN "expire";
