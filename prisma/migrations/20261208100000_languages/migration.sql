-- AlterTable
ALTER TABLE "developers" ADD COLUMN     "locale" TEXT;

-- AlterTable
ALTER TABLE "portals" ADD COLUMN     "default_locale" TEXT NOT NULL DEFAULT 'en',
ADD COLUMN     "offered_locales" TEXT[] DEFAULT ARRAY['en']::TEXT[];
