-- AlterTable
ALTER TABLE "sso_attempts" ADD COLUMN     "begun_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "sso_grants" ADD COLUMN     "authenticated_at" TIMESTAMPTZ(3),
ADD COLUMN     "begun_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "sso_logouts" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "subject" TEXT,
    "sid" TEXT,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sso_logouts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sso_logouts_connection_id_idx" ON "sso_logouts"("connection_id");

-- CreateIndex
CREATE INDEX "sso_logouts_received_at_idx" ON "sso_logouts"("received_at");

-- AddForeignKey
ALTER TABLE "sso_logouts" ADD CONSTRAINT "sso_logouts_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "sso_connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;
