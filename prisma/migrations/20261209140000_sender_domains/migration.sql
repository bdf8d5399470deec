-- CreateTable
CREATE TABLE "sender_domains" (
    "portal_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "found" JSONB NOT NULL DEFAULT '{}',
    "is_taken" BOOLEAN NOT NULL DEFAULT false,
    "proved_at" TIMESTAMPTZ(3),
    "lapsed_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sender_domains_pkey" PRIMARY KEY ("portal_id")
);

-- CreateTable
CREATE TABLE "sender_keys" (
    "id" UUID NOT NULL,
    "portal_id" UUID NOT NULL,
    "selector" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "sealed_private_key" BYTEA NOT NULL,
    "is_proved" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sender_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sender_domains_next_check_at_idx" ON "sender_domains"("next_check_at");

-- CreateIndex
CREATE INDEX "sender_keys_portal_id_idx" ON "sender_keys"("portal_id");

-- AddForeignKey
ALTER TABLE "sender_domains" ADD CONSTRAINT "sender_domains_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sender_keys" ADD CONSTRAINT "sender_keys_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "sender_domains"("portal_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand: a domain that is only named keeps nobody from proving it.
CREATE UNIQUE INDEX "sender_domains_proved_key" ON "sender_domains"("domain") WHERE "proved_at" IS NOT NULL;

-- Written by hand.
ALTER TABLE "sender_domains" ADD CONSTRAINT "sender_domains_lapsed_is_proved" CHECK ("lapsed_at" IS NULL OR "proved_at" IS NOT NULL);
