-- Written by hand: a claim is no change of the person. A decision or a question that ends the claim is one.
DROP TRIGGER "developers_note_update" ON "developers";
CREATE TRIGGER "developers_note_update" BEFORE UPDATE ON "developers"
  FOR EACH ROW
  WHEN (OLD."asked_at" = NEW."asked_at" AND OLD."reminded_at" IS NOT DISTINCT FROM NEW."reminded_at" AND (
    OLD."claimed_until" IS NOT DISTINCT FROM NEW."claimed_until" OR OLD."status" <> NEW."status"
    OR OLD."awaits_applicant_until" IS DISTINCT FROM NEW."awaits_applicant_until"
  ))
  EXECUTE FUNCTION "note_update"();
