-- Written by hand: Prisma knows no generated columns.
--
-- The origins whose pages may call the API for a portal are made of its settings, so that they never differ from them. URLs are stored
-- as a browser spells them, so what comes before the path is the origin. That of the installation itself is a setting of the process,
-- and does not stand here: a portal without a URL of its own has its pages there.
CREATE FUNCTION "allowed_origins"("custom_public_url" TEXT, "catalog_url" TEXT, "origins" TEXT[]) RETURNS TEXT[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(ARRAY[substring($1 FROM '^https?://[^/?#]+'), substring($2 FROM '^https?://[^/?#]+')], NULL) || coalesce($3, '{}')
$$;
ALTER TABLE "portals" ADD COLUMN "allowed_origins" TEXT[] NOT NULL
  GENERATED ALWAYS AS ("allowed_origins"("custom_public_url", "catalog_url", "origins")) STORED;

-- CreateIndex
CREATE INDEX "portals_allowed_origins_idx" ON "portals" USING GIN ("allowed_origins");
