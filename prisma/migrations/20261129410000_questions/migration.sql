-- CreateTable
-- Written by hand: no foreign key to admins, because a question stays when its admin is removed.
CREATE TABLE "questions" (
    "id" UUID NOT NULL,
    "developer_id" UUID NOT NULL,
    "admin_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "changed_fields" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "questions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "questions_developer_id_idx" ON "questions"("developer_id");

-- AddForeignKey
ALTER TABLE "questions" ADD CONSTRAINT "questions_developer_id_fkey" FOREIGN KEY ("developer_id") REFERENCES "developers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand: one question of a developer is open at a time, and only an answered one has an answer.
CREATE UNIQUE INDEX "questions_open_key" ON "questions"("developer_id") WHERE "ended_at" IS NULL;
ALTER TABLE "questions"
  ADD CONSTRAINT "questions_answered_ended" CHECK ("answered_at" IS NULL OR "ended_at" IS NOT NULL),
  ADD CONSTRAINT "questions_answer_is_whole" CHECK (
    ("answered_at" IS NULL) = ("answer" IS NULL AND cardinality("changed_fields") = 0)
  );

-- Written by hand: whatever deletes the link of a question ends the question, and the request no longer waits for the applicant. An
-- expired link leaves the developer alone, so that a purge of links locks no developers.
CREATE FUNCTION "end_question"() RETURNS TRIGGER LANGUAGE plpgsql AS
  E'BEGIN UPDATE questions SET ended_at = least(now(), expires_at) WHERE id = OLD.id AND ended_at IS NULL\x3b
  IF OLD.expires_at > now() THEN
    UPDATE developers SET awaits_applicant_until = NULL WHERE id = OLD.developer_id AND awaits_applicant_until IS NOT NULL\x3b
  END IF\x3b RETURN NULL\x3b END';
CREATE TRIGGER "tokens_end_question" AFTER DELETE ON "tokens" FOR EACH ROW WHEN (OLD.purpose = 'ANSWER_QUESTION')
  EXECUTE FUNCTION "end_question"();

-- Written by hand: a decision ends the question, whoever makes it.
CREATE FUNCTION "end_question_link"() RETURNS TRIGGER LANGUAGE plpgsql AS
  E'BEGIN DELETE FROM tokens WHERE developer_id = NEW.id AND purpose = ''ANSWER_QUESTION''\x3b RETURN NULL\x3b END';
CREATE TRIGGER "developers_end_question" AFTER UPDATE OF "status" ON "developers" FOR EACH ROW
  WHEN (OLD.awaits_applicant_until IS NOT NULL AND OLD.status = 'PENDING' AND NEW.status <> 'PENDING')
  EXECUTE FUNCTION "end_question_link"();
