-- CreateTable
CREATE TABLE "idempotency_keys" (
    "id" UUID NOT NULL,
    "admin_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "refusals" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_keys_admin_id_act_key_key" ON "idempotency_keys"("admin_id", "act", "key");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateIndex
-- Written by hand: most decisions have no key.
CREATE INDEX "decisions_idempotency_key_id_idx" ON "decisions"("idempotency_key_id") WHERE "idempotency_key_id" IS NOT NULL;

-- Written by hand: a claim, and an answer that tells the status, are no change of the person.
DROP TRIGGER "developers_note_update" ON "developers";
CREATE TRIGGER "developers_note_update" BEFORE UPDATE ON "developers"
  FOR EACH ROW
  WHEN (
    OLD."asked_at" = NEW."asked_at"
    AND (OLD."reminded_at", OLD."claimed_by_id", OLD."claimed_until", OLD."status_told_at")
      IS NOT DISTINCT FROM (NEW."reminded_at", NEW."claimed_by_id", NEW."claimed_until", NEW."status_told_at")
  )
  EXECUTE FUNCTION "note_update"();
