-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "DeveloperStatus" AS ENUM ('PENDING', 'APPROVED', 'REJECTED', 'REVOKED');

-- CreateEnum
CREATE TYPE "TokenPurpose" AS ENUM ('VERIFY_EMAIL', 'SET_PASSWORD', 'RESET_PASSWORD');

-- CreateEnum
CREATE TYPE "StrangerMail" AS ENUM ('VERIFICATION', 'STATUS', 'RESET');

-- CreateEnum
CREATE TYPE "DecisionMaker" AS ENUM ('ADMIN', 'RULE', 'IDENTITY_PROVIDER');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('OWNER', 'APPROVER', 'VIEWER');

-- CreateEnum
CREATE TYPE "Queue" AS ENUM ('APPROVALS', 'MAILS');

-- CreateEnum
CREATE TYPE "JobStatus" AS ENUM ('QUEUED', 'RUNNING', 'DONE', 'FAILED');

-- CreateTable
CREATE TABLE "portals" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "custom_public_url" TEXT,
    "catalog_url" TEXT NOT NULL,
    "contact_email" TEXT NOT NULL,
    "mail_from" TEXT,
    "origins" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "auto_approve" BOOLEAN NOT NULL DEFAULT false,
    "registration_open" BOOLEAN NOT NULL DEFAULT true,
    "show_applicants" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "portals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "developers" (
    "id" UUID NOT NULL,
    "portal_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "typed_email" TEXT NOT NULL,
    "full_name" TEXT NOT NULL,
    "status" "DeveloperStatus" NOT NULL DEFAULT 'PENDING',
    "email_verified_at" TIMESTAMPTZ(3),
    "password_hash" TEXT,
    "evaluated_at" TIMESTAMPTZ(3),
    "told_to_wait_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "developers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tokens" (
    "id" UUID NOT NULL,
    "purpose" "TokenPurpose" NOT NULL,
    "hash" BYTEA NOT NULL,
    "developer_id" UUID NOT NULL,
    "form" JSONB,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "developer_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" UUID NOT NULL,
    "portal_id" UUID NOT NULL,
    "developer_id" UUID NOT NULL,
    "from" "DeveloperStatus" NOT NULL,
    "to" "DeveloperStatus" NOT NULL,
    "by" "DecisionMaker" NOT NULL,
    "admin_id" UUID,
    "reason" TEXT,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admins" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "admins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_roles" (
    "id" UUID NOT NULL,
    "admin_id" UUID NOT NULL,
    "portal_id" UUID,
    "role" "Role" NOT NULL,

    CONSTRAINT "admin_roles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_sessions" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "admin_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "admin_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "new_request_notices" (
    "admin_id" UUID NOT NULL,
    "portal_id" UUID NOT NULL,
    "scheduled_for" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "new_request_notices_pkey" PRIMARY KEY ("admin_id","portal_id")
);

-- CreateTable
CREATE UNLOGGED TABLE "mail_bounds" (
    "portal_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "kind" "StrangerMail" NOT NULL,
    "sent_at" TIMESTAMPTZ(3)[],

    CONSTRAINT "mail_bounds_pkey" PRIMARY KEY ("portal_id","email","kind")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" UUID NOT NULL,
    "queue" "Queue" NOT NULL,
    "name" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "portal_id" UUID NOT NULL,
    "status" "JobStatus" NOT NULL DEFAULT 'QUEUED',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "portals_slug_key" ON "portals"("slug");

-- CreateIndex
CREATE INDEX "developers_portal_id_status_created_at_idx" ON "developers"("portal_id", "status", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "developers_portal_id_email_key" ON "developers"("portal_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "tokens_hash_key" ON "tokens"("hash");

-- CreateIndex
CREATE INDEX "tokens_developer_id_idx" ON "tokens"("developer_id");

-- CreateIndex
CREATE INDEX "tokens_expires_at_idx" ON "tokens"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_hash_key" ON "sessions"("hash");

-- CreateIndex
CREATE INDEX "sessions_developer_id_idx" ON "sessions"("developer_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE INDEX "decisions_developer_id_idx" ON "decisions"("developer_id");

-- CreateIndex
CREATE INDEX "decisions_admin_id_idx" ON "decisions"("admin_id");

-- CreateIndex
CREATE UNIQUE INDEX "admins_email_key" ON "admins"("email");

-- CreateIndex
CREATE INDEX "admin_roles_portal_id_idx" ON "admin_roles"("portal_id");

-- CreateIndex
CREATE UNIQUE INDEX "admin_roles_admin_id_portal_id_key" ON "admin_roles"("admin_id", "portal_id") NULLS NOT DISTINCT;

-- CreateIndex
CREATE UNIQUE INDEX "admin_sessions_hash_key" ON "admin_sessions"("hash");

-- CreateIndex
CREATE INDEX "admin_sessions_admin_id_idx" ON "admin_sessions"("admin_id");

-- CreateIndex
CREATE INDEX "admin_sessions_expires_at_idx" ON "admin_sessions"("expires_at");

-- CreateIndex
CREATE INDEX "new_request_notices_portal_id_idx" ON "new_request_notices"("portal_id");

-- CreateIndex
CREATE INDEX "jobs_queue_due_at_idx" ON "jobs"("queue", "due_at") WHERE "finished_at" IS NULL;

-- CreateIndex
CREATE INDEX "jobs_portal_id_status_idx" ON "jobs"("portal_id", "status");

-- CreateIndex
CREATE INDEX "jobs_finished_at_idx" ON "jobs"("finished_at");

-- AddForeignKey
ALTER TABLE "developers" ADD CONSTRAINT "developers_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_roles" ADD CONSTRAINT "admin_roles_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_roles" ADD CONSTRAINT "admin_roles_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_sessions" ADD CONSTRAINT "admin_sessions_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "new_request_notices" ADD CONSTRAINT "new_request_notices_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "new_request_notices" ADD CONSTRAINT "new_request_notices_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_bounds" ADD CONSTRAINT "mail_bounds_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand, for what Prisma cannot say:
-- * "decisions" has no foreign key to "developers": a decision outlives the registration it was about.
-- * "jobs_queue_due_at_idx" covers only rows that still have work to do, and "mail_bounds" is unlogged.
-- * An unverified registration has neither a password nor a status other than PENDING.
ALTER TABLE "developers" ADD CONSTRAINT "developers_unverified_reserves_nothing"
  CHECK ("email_verified_at" IS NOT NULL OR ("status" = 'PENDING' AND "password_hash" IS NULL));
