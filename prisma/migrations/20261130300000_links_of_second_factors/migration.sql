-- Written by hand. What a link to set up a second factor began ends with the link, whatever ends it: its reader, a new password, or
-- another factor.
CREATE FUNCTION "end_enrolments_of_developer"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "factor_challenges" WHERE "developer_id" = OLD."developer_id" AND "session_id" IS NULL
    AND "purpose" IN ('ENROL_TOTP', 'ENROL_PASSKEY');
  RETURN NULL;
END $$;
CREATE TRIGGER "tokens_end_enrolments" AFTER DELETE ON "tokens" FOR EACH ROW
  WHEN (OLD."purpose" = 'SECOND_FACTOR') EXECUTE FUNCTION "end_enrolments_of_developer"();
