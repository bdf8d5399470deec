-- Written by hand, for what Prisma cannot say:
-- * The answers by their fields are made of the answers, so that the two never differ.
-- * "answers_text", which the version before this one reads, is to be dropped with the next one.
CREATE FUNCTION "answers_by_field"("answers" JSONB) RETURNS JSONB LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_object_agg(answer->>'field', answer->'value'), '{}') FROM jsonb_array_elements(answers) answer
$$;
ALTER TABLE "developers" ADD COLUMN "answers_by_field" JSONB NOT NULL GENERATED ALWAYS AS ("answers_by_field"("answers")) STORED;
