-- Written by hand: each order of the list of developers has an index, which starts with the portal and ends with the id. The order of
-- email addresses has the unique key.
DROP INDEX "developers_portal_id_status_created_at_idx";
CREATE INDEX "developers_portal_id_status_created_at_id_idx" ON "developers"("portal_id", "status", "created_at", "id");
CREATE INDEX "developers_portal_id_created_at_id_idx" ON "developers"("portal_id", "created_at", "id");
CREATE INDEX "developers_portal_id_updated_at_id_idx" ON "developers"("portal_id", "updated_at", "id");
CREATE INDEX "developers_portal_id_full_name_id_idx" ON "developers"("portal_id", "full_name", "id");

-- Made anew as the last one that starts with the portal: while the table is empty, all of them cost the same, and PostgreSQL takes the last.
DROP INDEX "developers_portal_id_email_key";
CREATE UNIQUE INDEX "developers_portal_id_email_key" ON "developers"("portal_id", "email");

-- CreateTable
CREATE TABLE "developer_texts" (
    "developer_id" UUID NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "developer_texts_pkey" PRIMARY KEY ("developer_id")
);

-- AddForeignKey
ALTER TABLE "developer_texts" ADD CONSTRAINT "developer_texts_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand: the text that a search looks at. It is in a table of its own because its index is costly to write, and most changes of
-- a developer, such as a decision, do not change the text.
CREATE FUNCTION "searched_text"("email" TEXT, "full_name" TEXT, "answers" JSONB) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT email || ' ' || full_name || ' ' || jsonb_path_query_array(answers, '$[*].value')::text
$$;

INSERT INTO "developer_texts" ("developer_id", "text") SELECT id, searched_text(email, full_name, answers) FROM "developers";

CREATE FUNCTION "keep_developer_text"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO developer_texts (developer_id, text) VALUES (NEW.id, searched_text(NEW.email, NEW.full_name, NEW.answers))
  ON CONFLICT (developer_id) DO UPDATE SET text = excluded.text;
  RETURN NULL;
END
$$;
CREATE TRIGGER "developers_keep_text" AFTER INSERT ON "developers" FOR EACH ROW EXECUTE FUNCTION "keep_developer_text"();
CREATE TRIGGER "developers_keep_changed_text" AFTER UPDATE ON "developers" FOR EACH ROW
  WHEN ((OLD.email, OLD.full_name, OLD.answers) IS DISTINCT FROM (NEW.email, NEW.full_name, NEW.answers))
  EXECUTE FUNCTION "keep_developer_text"();

-- Written by hand: the index of a search needs an extension that some databases do not allow. Without it, a search reads the whole table.
-- Once the extension is there, SELECT add_search_index() adds the index.
CREATE FUNCTION "add_search_index"() RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
  place TEXT;
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  SELECT nspname INTO STRICT place FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'pg_trgm';
  EXECUTE format('CREATE INDEX IF NOT EXISTS developer_texts_text_idx ON developer_texts USING gin (text %I.gin_trgm_ops)', place);
  RETURN true;
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
  RETURN false;
END
$$;
DO $$ BEGIN PERFORM add_search_index(); END $$;
