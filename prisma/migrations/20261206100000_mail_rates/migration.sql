-- CreateTable
CREATE TABLE "mail_rates" (
    "scope" UUID NOT NULL,
    "owed_until" TIMESTAMPTZ(6) NOT NULL,
    "share_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "mail_rates_pkey" PRIMARY KEY ("scope")
);
