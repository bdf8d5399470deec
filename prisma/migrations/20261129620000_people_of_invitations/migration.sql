-- Written by hand: the newest people who registered with a link, of whom there can be 100,000.
DROP INDEX "developers_invitation_id_idx";
CREATE INDEX "developers_invitation_id_id_idx" ON "developers"("invitation_id", "id") WHERE "invitation_id" IS NOT NULL;
