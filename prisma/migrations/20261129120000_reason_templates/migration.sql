-- CreateTable
CREATE TABLE "reason_templates" (
    "portal_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "place" INTEGER NOT NULL,

    CONSTRAINT "reason_templates_pkey" PRIMARY KEY ("portal_id", "name")
);

-- AddForeignKey
ALTER TABLE "reason_templates" ADD CONSTRAINT "reason_templates_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;
