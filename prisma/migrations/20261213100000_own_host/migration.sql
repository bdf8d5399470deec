ALTER TABLE "portals" ADD COLUMN "own_host" TEXT;

-- Written by hand. Until now several portals could have one host, as pages of their own below different paths. The oldest one keeps it, and the
-- others keep their URLs.
UPDATE "portals" SET "own_host" = oldest.host
FROM (
  SELECT DISTINCT ON (host) id, host
  FROM (
    SELECT id, created_at, regexp_replace(substring(custom_public_url FROM '^https?://([^/?#]+)'), '\.(:\d+)?$', '\1') AS host FROM portals
  ) AS hosts
  WHERE host IS NOT NULL
  ORDER BY host, created_at, id
) AS oldest
WHERE portals.id = oldest.id;

-- CreateIndex
CREATE UNIQUE INDEX "portals_own_host_key" ON "portals"("own_host");
