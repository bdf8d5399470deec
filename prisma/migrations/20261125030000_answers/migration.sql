-- AlterTable
ALTER TABLE "portals" ADD COLUMN     "sign_up_fields" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "terms_url" TEXT,
ADD COLUMN     "terms_version" TEXT;

-- AlterTable
ALTER TABLE "developers" ADD COLUMN     "answers" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "accepted_terms" (
    "id" UUID NOT NULL,
    "developer_id" UUID NOT NULL,
    "version" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "accepted_terms_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "accepted_terms_developer_id_version_key" ON "accepted_terms"("developer_id", "version");

-- CreateIndex
CREATE INDEX "developers_answers_idx" ON "developers" USING GIN ("answers" jsonb_path_ops);

-- AddForeignKey
ALTER TABLE "accepted_terms" ADD CONSTRAINT "accepted_terms_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand, for what Prisma cannot say:
-- * Terms have both a version and an address, or neither.
-- * An unverified registration has no answers: they come from the link that proves the address.
-- * The answers by their fields are made of the answers, so that the two never differ. A sign-up has none yet, and is spared the call.
ALTER TABLE "portals" ADD CONSTRAINT "portals_terms_are_whole" CHECK (("terms_version" IS NULL) = ("terms_url" IS NULL));
ALTER TABLE "developers" ADD CONSTRAINT "developers_unverified_answers_nothing"
  CHECK ("email_verified_at" IS NOT NULL OR "answers" = '[]');
CREATE FUNCTION "answers_by_field"("answers" JSONB) RETURNS JSONB LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_object_agg(answer->>'field', answer->'value') FROM jsonb_array_elements(answers) answer
$$;
ALTER TABLE "developers" ADD COLUMN "answers_by_field" JSONB NOT NULL
  GENERATED ALWAYS AS (CASE WHEN "answers" = '[]' THEN '{}' ELSE "answers_by_field"("answers") END) STORED;
