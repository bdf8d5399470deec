-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "maker_id" UUID,
    "is_service" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "expiry_told_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token_roles" (
    "id" UUID NOT NULL,
    "api_token_id" UUID NOT NULL,
    "portal_id" UUID,
    "role" "Role" NOT NULL,

    CONSTRAINT "api_token_roles_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "decisions" ADD COLUMN "api_token_id" UUID;

-- AlterTable
ALTER TABLE "bulk_decisions" ADD COLUMN "api_token_id" UUID, ALTER COLUMN "admin_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "developer_notes" ADD COLUMN "api_token_id" UUID, ALTER COLUMN "admin_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "questions" ADD COLUMN "api_token_id" UUID, ALTER COLUMN "admin_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "invitations" ADD COLUMN "api_token_id" UUID, ALTER COLUMN "inviter_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "idempotency_keys" ADD COLUMN "api_token_id" UUID, ALTER COLUMN "admin_id" DROP NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_hash_key" ON "api_tokens"("hash");

-- CreateIndex
CREATE INDEX "api_tokens_maker_id_idx" ON "api_tokens"("maker_id");

-- CreateIndex
CREATE INDEX "api_tokens_expires_at_idx" ON "api_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "api_token_roles_portal_id_idx" ON "api_token_roles"("portal_id");

-- CreateIndex
CREATE INDEX "idempotency_keys_api_token_id_idx" ON "idempotency_keys"("api_token_id");

-- Written by hand: null counts as a value in these keys.
CREATE UNIQUE INDEX "api_token_roles_api_token_id_portal_id_key" ON "api_token_roles"("api_token_id", "portal_id") NULLS NOT DISTINCT;
DROP INDEX "idempotency_keys_admin_id_act_key_key";
CREATE UNIQUE INDEX "idempotency_keys_admin_id_api_token_id_act_key_key"
  ON "idempotency_keys"("admin_id", "api_token_id", "act", "key") NULLS NOT DISTINCT;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_maker_id_fkey" FOREIGN KEY ("maker_id") REFERENCES "admins"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token_roles" ADD CONSTRAINT "api_token_roles_api_token_id_fkey" FOREIGN KEY ("api_token_id") REFERENCES "api_tokens"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token_roles" ADD CONSTRAINT "api_token_roles_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_api_token_id_fkey" FOREIGN KEY ("api_token_id") REFERENCES "api_tokens"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand: everything is signed by an admin, by a token, or by the token of an admin.
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_of_tokens_name_them" CHECK (("by" = 'TOKEN') = ("api_token_id" IS NOT NULL));
ALTER TABLE "bulk_decisions" ADD CONSTRAINT "bulk_decisions_are_signed" CHECK (num_nonnulls("admin_id", "api_token_id") > 0);
ALTER TABLE "developer_notes" ADD CONSTRAINT "developer_notes_are_signed" CHECK (num_nonnulls("admin_id", "api_token_id") > 0);
ALTER TABLE "questions" ADD CONSTRAINT "questions_are_signed" CHECK (num_nonnulls("admin_id", "api_token_id") > 0);
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_are_signed" CHECK (num_nonnulls("inviter_id", "api_token_id") > 0);
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_are_of_one" CHECK (num_nonnulls("admin_id", "api_token_id") = 1);

-- Written by hand: a year at most.
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_end" CHECK ("expires_at" <= "created_at" + interval '366 days');

-- Written by hand: the decisions of admins and of tokens at a portal, by their time.
DROP INDEX "decisions_of_admins";
CREATE INDEX "decisions_of_admins" ON "decisions"("portal_id", "created_at") WHERE "by" IN ('ADMIN', 'TOKEN');

-- Written by hand: a token without its maker's roles ends with its maker, whatever deletes the maker.
CREATE FUNCTION "end_tokens_of_admin"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "api_tokens" SET "revoked_at" = now() WHERE "maker_id" = OLD."id" AND NOT "is_service" AND "revoked_at" IS NULL;
  RETURN OLD;
END $$;
CREATE TRIGGER "admins_end_their_tokens" BEFORE DELETE ON "admins"
  FOR EACH ROW EXECUTE FUNCTION "end_tokens_of_admin"();
