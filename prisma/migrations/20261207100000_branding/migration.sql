-- CreateEnum
CREATE TYPE "PictureKind" AS ENUM ('LOGO', 'DARK_LOGO', 'ICON');

-- AlterTable
ALTER TABLE "portals" ADD COLUMN     "branding" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "pictures" (
    "portal_id" UUID NOT NULL,
    "kind" "PictureKind" NOT NULL,
    "hash" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pictures_pkey" PRIMARY KEY ("portal_id", "kind", "hash")
);

-- CreateIndex
CREATE INDEX "pictures_hash_idx" ON "pictures"("hash");

-- AddForeignKey
ALTER TABLE "pictures" ADD CONSTRAINT "pictures_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;
