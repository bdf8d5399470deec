-- CreateTable
CREATE TABLE "smtp_tokens" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "sealed_refresh_token" BYTEA NOT NULL,
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "smtp_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "smtp_tokens_hash_key" ON "smtp_tokens"("hash");
