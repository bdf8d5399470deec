-- AlterTable
-- Written by hand: a request is a pending registration with a verified email address. The column says so by itself, because an index
-- with `status = 'PENDING'` in its condition serves no statement that has the status as a parameter. This rewrites the table.
ALTER TABLE "developers" ADD COLUMN "waiting_since" TIMESTAMPTZ(3)
  GENERATED ALWAYS AS (CASE WHEN "status" = 'PENDING' THEN "email_verified_at" END) STORED;

-- CreateIndex
-- Written by hand: Prisma cannot say the conditions.
CREATE INDEX "developers_requests_idx" ON "developers"("portal_id", "waiting_since", "id") WHERE "waiting_since" IS NOT NULL;
CREATE INDEX "developers_requests_of_rule_idx" ON "developers"("queued_by_rule", "waiting_since", "id")
  WHERE "waiting_since" IS NOT NULL AND "queued_by_rule" IS NOT NULL;
CREATE INDEX "developers_claimed_until_idx" ON "developers"("claimed_until", "claimed_by_id") WHERE "claimed_until" IS NOT NULL;
CREATE INDEX "developers_awaits_applicant_until_idx" ON "developers"("awaits_applicant_until")
  WHERE "awaits_applicant_until" IS NOT NULL;

-- Written by hand: a decision ends the claim, whichever statement decides.
CREATE FUNCTION "end_claim"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
  BEGIN
    NEW."claimed_by_id" := NULL;
    NEW."claimed_until" := NULL;
    RETURN NEW;
  END
$$;
CREATE TRIGGER "developers_decision_ends_claim" BEFORE UPDATE OF "status" ON "developers" FOR EACH ROW
  WHEN (NEW."status" <> 'PENDING' AND NEW."claimed_until" IS NOT NULL) EXECUTE FUNCTION "end_claim"();
