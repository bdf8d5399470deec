-- When a row was made and last changed is said by the database's clock alone.
ALTER TABLE "portals" ALTER COLUMN "updated_at" SET DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "developers" ALTER COLUMN "updated_at" SET DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "sso_connections" ALTER COLUMN "updated_at" SET DEFAULT CURRENT_TIMESTAMP;

CREATE FUNCTION "note_update"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := CURRENT_TIMESTAMP;
  RETURN NEW;
END
$$;

CREATE TRIGGER "portals_note_update" BEFORE UPDATE ON "portals"
  FOR EACH ROW EXECUTE FUNCTION "note_update"();

-- What strangers do about an address is no change of the person.
CREATE TRIGGER "developers_note_update" BEFORE UPDATE ON "developers"
  FOR EACH ROW
  WHEN (OLD."asked_at" = NEW."asked_at" AND OLD."reminded_at" IS NOT DISTINCT FROM NEW."reminded_at")
  EXECUTE FUNCTION "note_update"();
