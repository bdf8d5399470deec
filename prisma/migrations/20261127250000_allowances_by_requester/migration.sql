-- DropTable
DROP TABLE "admin_mail_bounds";

-- DropTable
DROP TABLE "mail_bounds";

-- DropEnum
DROP TYPE "StrangerMail";

-- CreateTable
CREATE UNLOGGED TABLE "mail_bounds" (
    "key" TEXT COLLATE "C" NOT NULL,
    "sent_at" TIMESTAMPTZ(3)[],
    "sent_for" TEXT[],
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_bounds_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "mail_bounds_expires_at_idx" ON "mail_bounds"("expires_at");

-- Written by hand, for what Prisma cannot say: "mail_bounds" is unlogged, and its key sorts by bytes. What it counted so far was counted by
-- address alone, and is forgotten: that forgives an hour.
