-- CreateEnum
CREATE TYPE "LinkKind" AS ENUM ('VERIFY_EMAIL', 'RESET_PASSWORD', 'CONFIRM_EMAIL_CHANGE', 'UNDO_EMAIL_CHANGE', 'CONFIRM_SSO', 'ADMIN_RESET_PASSWORD');

-- CreateEnum
CREATE TYPE "LinkEnd" AS ENUM ('USED', 'EXPIRED', 'ENDED');

-- AlterTable
ALTER TABLE "tokens" ADD COLUMN     "requested_address" TEXT,
ADD COLUMN     "requested_at" TIMESTAMPTZ(3),
ADD COLUMN     "requested_user_agent" TEXT;

-- AlterTable
ALTER TABLE "admin_tokens" ADD COLUMN     "requested_address" TEXT,
ADD COLUMN     "requested_at" TIMESTAMPTZ(3),
ADD COLUMN     "requested_user_agent" TEXT;

-- AlterTable
ALTER TABLE "sso_confirmations" ADD COLUMN     "requested_address" TEXT,
ADD COLUMN     "requested_at" TIMESTAMPTZ(3),
ADD COLUMN     "requested_user_agent" TEXT;

-- CreateTable
CREATE UNLOGGED TABLE "ended_links" (
    "hash" BYTEA NOT NULL,
    "kind" "LinkKind" NOT NULL,
    "reason" "LinkEnd" NOT NULL,
    "portal_id" UUID,
    "ended_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ended_links_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "ended_links_portal_id_idx" ON "ended_links"("portal_id");

-- CreateIndex
CREATE INDEX "ended_links_ended_at_idx" ON "ended_links"("ended_at");

-- AddForeignKey
ALTER TABLE "ended_links" ADD CONSTRAINT "ended_links_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand, for what Prisma cannot say: whatever ends a mailed link leaves a note of it, so that its page can say what happened. An
-- act that uses a link up has written that note before. Nothing is left of links whose developer is deleted with them. A link that
-- verifies an address has done its work once the address is verified, whichever link it was.
-- A migration is cut at each semicolon, so those inside of the functions are written as \x3b.
CREATE FUNCTION "note_ended_token"("ended" "tokens") RETURNS VOID LANGUAGE sql AS $$
  INSERT INTO ended_links (hash, kind, reason, portal_id)
  SELECT ended.hash, ended.purpose::text::"LinkKind",
    (CASE WHEN ended.purpose = 'VERIFY_EMAIL' AND email_verified_at IS NOT NULL THEN 'USED'
      WHEN ended.expires_at < now() THEN 'EXPIRED' ELSE 'ENDED' END)::"LinkEnd", portal_id
  FROM developers WHERE id = ended.developer_id
  ON CONFLICT (hash) DO NOTHING
$$;
CREATE FUNCTION "on_ended_token"() RETURNS TRIGGER LANGUAGE plpgsql AS
  E'BEGIN PERFORM note_ended_token(OLD)\x3b RETURN NULL\x3b END';
CREATE TRIGGER "tokens_note_ended" AFTER DELETE ON "tokens" FOR EACH ROW WHEN (OLD.purpose <> 'SET_PASSWORD')
  EXECUTE FUNCTION "on_ended_token"();

CREATE FUNCTION "note_ended_sso_confirmation"("ended" "sso_confirmations") RETURNS VOID LANGUAGE sql AS $$
  INSERT INTO ended_links (hash, kind, reason, portal_id)
  SELECT ended.hash, 'CONFIRM_SSO', (CASE WHEN ended.expires_at < now() THEN 'EXPIRED' ELSE 'ENDED' END)::"LinkEnd", portal_id
  FROM sso_connections WHERE id = ended.connection_id
    AND (ended.developer_id IS NULL OR EXISTS (SELECT FROM developers WHERE id = ended.developer_id))
  ON CONFLICT (hash) DO NOTHING
$$;
CREATE FUNCTION "on_ended_sso_confirmation"() RETURNS TRIGGER LANGUAGE plpgsql AS
  E'BEGIN PERFORM note_ended_sso_confirmation(OLD)\x3b RETURN NULL\x3b END';
CREATE TRIGGER "sso_confirmations_note_ended" AFTER DELETE ON "sso_confirmations" FOR EACH ROW
  EXECUTE FUNCTION "on_ended_sso_confirmation"();

CREATE FUNCTION "note_ended_admin_token"("ended" "admin_tokens") RETURNS VOID LANGUAGE sql AS $$
  INSERT INTO ended_links (hash, kind, reason)
  SELECT ended.hash, ended.purpose::text::"LinkKind", (CASE WHEN ended.expires_at < now() THEN 'EXPIRED' ELSE 'ENDED' END)::"LinkEnd"
  FROM admins WHERE id = ended.admin_id
  ON CONFLICT (hash) DO NOTHING
$$;
CREATE FUNCTION "on_ended_admin_token"() RETURNS TRIGGER LANGUAGE plpgsql AS
  E'BEGIN PERFORM note_ended_admin_token(OLD)\x3b RETURN NULL\x3b END';
CREATE TRIGGER "admin_tokens_note_ended" AFTER DELETE ON "admin_tokens" FOR EACH ROW EXECUTE FUNCTION "on_ended_admin_token"();
