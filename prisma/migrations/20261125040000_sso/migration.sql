-- CreateEnum
CREATE TYPE "SsoApproval" AS ENUM ('TRUST', 'RULES', 'EXISTING_ONLY');

-- AlterEnum
ALTER TYPE "StrangerMail" ADD VALUE 'SSO';

-- AlterTable
ALTER TABLE "portals" ADD COLUMN     "password_login" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "connection_id" UUID,
ADD COLUMN     "identity_id" UUID,
ADD COLUMN     "provider_sid" TEXT,
ADD COLUMN     "sealed_id_token" BYTEA;

-- CreateTable
CREATE TABLE "sso_connections" (
    "id" UUID NOT NULL,
    "portal_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "sealed_client_secret" BYTEA,
    "scopes" TEXT[],
    "name_claim" TEXT NOT NULL,
    "email_claim" TEXT NOT NULL,
    "groups_claim" TEXT NOT NULL,
    "verified_domains" TEXT[],
    "email_domains" TEXT[],
    "approval" "SsoApproval" NOT NULL DEFAULT 'TRUST',
    "enabled" BOOLEAN NOT NULL DEFAULT false,
    "tested_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sso_connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sso_identities" (
    "id" UUID NOT NULL,
    "portal_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "developer_id" UUID NOT NULL,
    "full_name" TEXT,
    "email" TEXT,
    "groups" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_log_in_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sso_identities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE UNLOGGED TABLE "sso_attempts" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "connection_id" UUID NOT NULL,
    "return_to" TEXT,
    "challenge" TEXT,
    "trial_id" UUID,
    "developer_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sso_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sso_grants" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "connection_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "challenge" TEXT NOT NULL,
    "provider_sid" TEXT,
    "sealed_id_token" BYTEA,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sso_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sso_confirmations" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "connection_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "typed_email" TEXT NOT NULL,
    "is_vouched_for" BOOLEAN NOT NULL,
    "full_name" TEXT NOT NULL,
    "groups" TEXT[],
    "developer_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sso_confirmations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sso_trials" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "connection_id" UUID NOT NULL,
    "admin_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "claims" JSONB,
    "reason" TEXT,
    "detail" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sso_trials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sso_failures" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sso_failures_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sso_connections_portal_id_idx" ON "sso_connections"("portal_id");

-- CreateIndex
CREATE INDEX "sso_connections_issuer_client_id_idx" ON "sso_connections"("issuer", "client_id");

-- CreateIndex
CREATE INDEX "sso_identities_developer_id_idx" ON "sso_identities"("developer_id");

-- CreateIndex
CREATE UNIQUE INDEX "sso_identities_portal_id_issuer_subject_key" ON "sso_identities"("portal_id", "issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "sso_attempts_hash_key" ON "sso_attempts"("hash");

-- CreateIndex
CREATE INDEX "sso_attempts_connection_id_idx" ON "sso_attempts"("connection_id");

-- CreateIndex
CREATE INDEX "sso_attempts_trial_id_idx" ON "sso_attempts"("trial_id");

-- CreateIndex
CREATE INDEX "sso_attempts_developer_id_idx" ON "sso_attempts"("developer_id");

-- CreateIndex
CREATE INDEX "sso_attempts_expires_at_idx" ON "sso_attempts"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "sso_grants_hash_key" ON "sso_grants"("hash");

-- CreateIndex
CREATE INDEX "sso_grants_connection_id_idx" ON "sso_grants"("connection_id");

-- CreateIndex
CREATE INDEX "sso_grants_identity_id_idx" ON "sso_grants"("identity_id");

-- CreateIndex
CREATE INDEX "sso_grants_expires_at_idx" ON "sso_grants"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "sso_confirmations_hash_key" ON "sso_confirmations"("hash");

-- CreateIndex
CREATE INDEX "sso_confirmations_connection_id_idx" ON "sso_confirmations"("connection_id");

-- CreateIndex
CREATE INDEX "sso_confirmations_developer_id_idx" ON "sso_confirmations"("developer_id");

-- CreateIndex
CREATE INDEX "sso_confirmations_expires_at_idx" ON "sso_confirmations"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "sso_trials_hash_key" ON "sso_trials"("hash");

-- CreateIndex
CREATE INDEX "sso_trials_connection_id_idx" ON "sso_trials"("connection_id");

-- CreateIndex
CREATE INDEX "sso_trials_admin_id_idx" ON "sso_trials"("admin_id");

-- CreateIndex
CREATE INDEX "sso_trials_expires_at_idx" ON "sso_trials"("expires_at");

-- CreateIndex
CREATE INDEX "sso_failures_connection_id_created_at_idx" ON "sso_failures"("connection_id", "created_at");

-- CreateIndex
CREATE INDEX "sessions_connection_id_provider_sid_idx" ON "sessions"("connection_id", "provider_sid");

-- CreateIndex
CREATE INDEX "sessions_identity_id_idx" ON "sessions"("identity_id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "sso_connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "sso_identities"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_connections" ADD CONSTRAINT "sso_connections_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_identities" ADD CONSTRAINT "sso_identities_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_identities" ADD CONSTRAINT "sso_identities_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_attempts" ADD CONSTRAINT "sso_attempts_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "sso_connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_attempts" ADD CONSTRAINT "sso_attempts_trial_id_fkey" FOREIGN KEY ("trial_id") REFERENCES "sso_trials"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_attempts" ADD CONSTRAINT "sso_attempts_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_grants" ADD CONSTRAINT "sso_grants_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "sso_connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_grants" ADD CONSTRAINT "sso_grants_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "sso_identities"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_confirmations" ADD CONSTRAINT "sso_confirmations_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "sso_connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_confirmations" ADD CONSTRAINT "sso_confirmations_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_trials" ADD CONSTRAINT "sso_trials_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "sso_connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_trials" ADD CONSTRAINT "sso_trials_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sso_failures" ADD CONSTRAINT "sso_failures_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "sso_connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;
