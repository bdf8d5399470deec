-- AlterTable
ALTER TABLE "admins" ALTER COLUMN "password_hash" DROP NOT NULL;

-- AlterTable
ALTER TABLE "sso_connections" ALTER COLUMN "portal_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "sso_attempts" ADD COLUMN "invitation_id" UUID;

-- AlterTable
ALTER TABLE "admin_sessions" ADD COLUMN "connection_id" UUID,
ADD COLUMN "identity_id" UUID,
ADD COLUMN "provider_sid" TEXT,
ADD COLUMN "sealed_id_token" BYTEA;

-- AlterTable
ALTER TABLE "admin_tokens" ADD COLUMN "connection_id" UUID,
ADD COLUMN "issuer" TEXT,
ADD COLUMN "subject" TEXT;

-- CreateTable
CREATE TABLE "admin_sso_identities" (
    "id" UUID NOT NULL,
    "admin_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_log_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "admin_sso_identities_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "admin_sso_identities_admin_id_idx" ON "admin_sso_identities"("admin_id");

-- CreateIndex
CREATE UNIQUE INDEX "admin_sso_identities_issuer_subject_key" ON "admin_sso_identities"("issuer", "subject");

-- CreateIndex
CREATE INDEX "sso_attempts_invitation_id_idx" ON "sso_attempts"("invitation_id");

-- CreateIndex
CREATE INDEX "admin_sessions_connection_id_provider_sid_idx" ON "admin_sessions"("connection_id", "provider_sid");

-- CreateIndex
CREATE INDEX "admin_sessions_identity_id_idx" ON "admin_sessions"("identity_id");

-- CreateIndex
CREATE INDEX "admin_tokens_connection_id_idx" ON "admin_tokens"("connection_id");

-- AddForeignKey
ALTER TABLE "admin_sso_identities" ADD CONSTRAINT "admin_sso_identities_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_attempts" ADD CONSTRAINT "sso_attempts_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "admin_invitations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_sessions" ADD CONSTRAINT "admin_sessions_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "sso_connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_sessions" ADD CONSTRAINT "admin_sessions_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "admin_sso_identities"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_tokens" ADD CONSTRAINT "admin_tokens_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "sso_connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand. An admin of the company's provider has the roles that were given here, and nothing registers by itself.
ALTER TABLE "sso_connections" ADD CONSTRAINT "sso_connections_of_the_installation_register_nobody"
  CHECK ("portal_id" IS NOT NULL OR ("approval" = 'EXISTING_ONLY' AND "email_domains" = '{}'));
ALTER TABLE "admin_sessions" ADD CONSTRAINT "admin_sessions_of_sso_are_whole"
  CHECK (num_nonnulls("connection_id", "identity_id") = CASE "method" WHEN 'SSO' THEN 2 ELSE 0 END);
ALTER TABLE "admin_tokens" ADD CONSTRAINT "admin_tokens_link_one_account"
  CHECK (num_nonnulls("connection_id", "issuer", "subject") = CASE "purpose" WHEN 'ADMIN_LINK_SSO' THEN 3 ELSE 0 END);
