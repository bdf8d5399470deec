-- CreateTable
CREATE TABLE "known_clients" (
    "developer_id" UUID NOT NULL,
    "client" TEXT NOT NULL,
    "logged_in_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "known_clients_pkey" PRIMARY KEY ("developer_id","client")
);

-- CreateTable
CREATE TABLE "admin_known_clients" (
    "admin_id" UUID NOT NULL,
    "client" TEXT NOT NULL,
    "logged_in_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "admin_known_clients_pkey" PRIMARY KEY ("admin_id","client")
);

-- CreateTable
CREATE UNLOGGED TABLE "throttles" (
    "key" VARCHAR(255) COLLATE "C" NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT NOT NULL,

    CONSTRAINT "throttles_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "known_clients_logged_in_at_idx" ON "known_clients"("logged_in_at");

-- CreateIndex
CREATE INDEX "admin_known_clients_logged_in_at_idx" ON "admin_known_clients"("logged_in_at");

-- AddForeignKey
ALTER TABLE "known_clients" ADD CONSTRAINT "known_clients_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_known_clients" ADD CONSTRAINT "admin_known_clients_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand, for what Prisma cannot say:
-- * "throttles" is unlogged, and its key sorts by bytes, so that all counts of one account are a range of it.
