-- CreateTable
CREATE TABLE "refusal_keys" (
    "portal_id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "refusal_keys_pkey" PRIMARY KEY ("portal_id")
);

-- CreateTable
CREATE TABLE "refusals" (
    "id" UUID NOT NULL,
    "portal_id" UUID NOT NULL,
    "developer_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "refused_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refusals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "refusals_portal_id_hash_idx" ON "refusals"("portal_id", "hash");

-- CreateIndex
CREATE UNIQUE INDEX "refusals_developer_id_key" ON "refusals"("developer_id");

-- CreateIndex
CREATE INDEX "refusals_refused_at_idx" ON "refusals"("refused_at");

-- AddForeignKey
ALTER TABLE "refusals" ADD CONSTRAINT "refusals_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refusal_keys" ADD CONSTRAINT "refusal_keys_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;
