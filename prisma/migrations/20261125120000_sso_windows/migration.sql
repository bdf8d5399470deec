-- AlterTable
ALTER TABLE "sso_attempts" ADD COLUMN     "begun_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "sso_grants" ADD COLUMN     "authenticated_at" TIMESTAMPTZ(3),
ADD COLUMN     "begun_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "sso_logouts" (
    "id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "subject" TEXT,
    "sid" TEXT,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sso_logouts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sso_logouts_issuer_client_id_idx" ON "sso_logouts"("issuer", "client_id");

-- CreateIndex
CREATE INDEX "sso_logouts_received_at_idx" ON "sso_logouts"("received_at");
