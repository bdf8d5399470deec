-- CreateEnum
CREATE TYPE "LogInMethod" AS ENUM ('PASSWORD', 'SSO', 'PASSKEY');

-- CreateEnum
CREATE TYPE "SecondFactorKind" AS ENUM ('TOTP', 'PASSKEY', 'RECOVERY_CODE');

-- CreateEnum
CREATE TYPE "SecondFactorPolicy" AS ENUM ('OFF', 'OPTIONAL');

-- CreateEnum
CREATE TYPE "ChallengePurpose" AS ENUM ('LOG_IN', 'CONFIRM', 'ENROL_TOTP', 'ENROL_PASSKEY');

-- AlterTable
ALTER TABLE "portals"
  ADD COLUMN "second_factor" "SecondFactorPolicy" NOT NULL DEFAULT 'OFF',
  ADD COLUMN "session_limit" INTEGER NOT NULL DEFAULT 50;

-- AlterTable
ALTER TABLE "developers" ADD COLUMN "has_second_factor" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "admins" ADD COLUMN "has_second_factor" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "sessions"
  ADD COLUMN "method" "LogInMethod" NOT NULL DEFAULT 'PASSWORD',
  ADD COLUMN "second_factor" "SecondFactorKind";

-- AlterTable
ALTER TABLE "admin_sessions"
  ADD COLUMN "method" "LogInMethod" NOT NULL DEFAULT 'PASSWORD',
  ADD COLUMN "second_factor" "SecondFactorKind",
  ADD COLUMN "confirmed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "require_second_factor" BOOLEAN NOT NULL DEFAULT false,
    "admin_session_limit" INTEGER NOT NULL DEFAULT 50,
    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "second_factors" (
    "id" UUID NOT NULL,
    "admin_id" UUID,
    "developer_id" UUID,
    "kind" "SecondFactorKind" NOT NULL,
    "name" TEXT NOT NULL,
    "sealed_secret" BYTEA,
    "last_step" INTEGER,
    "credential_id" BYTEA,
    "public_key" BYTEA,
    "sign_count" BIGINT,
    "transports" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "is_synced" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    CONSTRAINT "second_factors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recovery_codes" (
    "id" UUID NOT NULL,
    "admin_id" UUID,
    "developer_id" UUID,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "factor_challenges" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "purpose" "ChallengePurpose" NOT NULL,
    "admin_id" UUID,
    "developer_id" UUID,
    "password_hash" TEXT,
    "sealed_secret" BYTEA,
    "session_id" UUID,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "factor_challenges_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "second_factors_credential_id_key" ON "second_factors"("credential_id");
CREATE INDEX "second_factors_admin_id_idx" ON "second_factors"("admin_id");
CREATE INDEX "second_factors_developer_id_idx" ON "second_factors"("developer_id");

-- CreateIndex
CREATE UNIQUE INDEX "recovery_codes_hash_key" ON "recovery_codes"("hash");
CREATE INDEX "recovery_codes_admin_id_idx" ON "recovery_codes"("admin_id");
CREATE INDEX "recovery_codes_developer_id_idx" ON "recovery_codes"("developer_id");

-- CreateIndex
CREATE UNIQUE INDEX "factor_challenges_hash_key" ON "factor_challenges"("hash");
CREATE INDEX "factor_challenges_admin_id_idx" ON "factor_challenges"("admin_id");
CREATE INDEX "factor_challenges_developer_id_idx" ON "factor_challenges"("developer_id");
CREATE INDEX "factor_challenges_expires_at_idx" ON "factor_challenges"("expires_at");

-- AddForeignKey
ALTER TABLE "second_factors"
  ADD CONSTRAINT "second_factors_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "second_factors_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_codes"
  ADD CONSTRAINT "recovery_codes_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "recovery_codes_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "factor_challenges"
  ADD CONSTRAINT "factor_challenges_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "factor_challenges_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand.
ALTER TABLE "portals" ADD CONSTRAINT "portals_session_limit_is_useful" CHECK ("session_limit" BETWEEN 1 AND 50);
ALTER TABLE "installation"
  ADD CONSTRAINT "installation_is_one" CHECK ("id" = 1),
  ADD CONSTRAINT "installation_session_limit_is_useful" CHECK ("admin_session_limit" BETWEEN 1 AND 50);
INSERT INTO "installation" DEFAULT VALUES;
UPDATE "sessions" SET "method" = 'SSO' WHERE "connection_id" IS NOT NULL;
ALTER TABLE "second_factors"
  ADD CONSTRAINT "second_factors_are_of_one" CHECK (num_nonnulls("admin_id", "developer_id") = 1),
  ADD CONSTRAINT "second_factors_are_whole" CHECK (CASE "kind"
    WHEN 'TOTP' THEN "sealed_secret" IS NOT NULL AND "credential_id" IS NULL
    WHEN 'PASSKEY' THEN "sealed_secret" IS NULL AND num_nulls("credential_id", "public_key", "sign_count") = 0
    ELSE false END);
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_are_of_one" CHECK (num_nonnulls("admin_id", "developer_id") = 1);
ALTER TABLE "factor_challenges" ADD CONSTRAINT "factor_challenges_are_of_one" CHECK (num_nonnulls("admin_id", "developer_id") = 1);

-- A log-in reads from the row of the person whether it asks for a second factor, so that it needs no other query. The last factor
-- takes the recovery codes with it, because they are worth nothing alone.
CREATE FUNCTION "note_second_factors"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  factor "second_factors";
BEGIN
  IF TG_OP = 'DELETE' THEN factor := OLD; ELSE factor := NEW; END IF;
  IF factor.admin_id IS NOT NULL THEN
    UPDATE "admins" SET "has_second_factor" = EXISTS (SELECT FROM "second_factors" WHERE "admin_id" = factor.admin_id)
      WHERE "id" = factor.admin_id;
    DELETE FROM "recovery_codes" WHERE "admin_id" = factor.admin_id
      AND NOT EXISTS (SELECT FROM "second_factors" WHERE "admin_id" = factor.admin_id);
  ELSE
    UPDATE "developers" SET "has_second_factor" = EXISTS (SELECT FROM "second_factors" WHERE "developer_id" = factor.developer_id)
      WHERE "id" = factor.developer_id;
    DELETE FROM "recovery_codes" WHERE "developer_id" = factor.developer_id
      AND NOT EXISTS (SELECT FROM "second_factors" WHERE "developer_id" = factor.developer_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "second_factors_are_noted" AFTER INSERT OR DELETE ON "second_factors"
  FOR EACH ROW EXECUTE FUNCTION "note_second_factors"();
