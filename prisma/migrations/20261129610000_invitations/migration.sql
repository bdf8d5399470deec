-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "portal_id" UUID NOT NULL,
    "inviter_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "email" TEXT,
    "typed_email" TEXT,
    "full_name" TEXT,
    "answers" JSONB NOT NULL DEFAULT '[]',
    "is_mailed" BOOLEAN NOT NULL,
    "message" TEXT,
    "label" TEXT,
    "email_domains" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "approved" BOOLEAN,
    "uses" INTEGER NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "mailed_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitations_hash_key" ON "invitations"("hash");

-- CreateIndex
CREATE INDEX "invitations_portal_id_id_idx" ON "invitations"("portal_id", "id");

-- CreateIndex
CREATE INDEX "invitations_expires_at_idx" ON "invitations"("expires_at");

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand: links have no email address, and most registrations no invitation.
CREATE INDEX "invitations_portal_id_email_idx" ON "invitations"("portal_id", "email") WHERE "email" IS NOT NULL;
CREATE INDEX "developers_invitation_id_idx" ON "developers"("invitation_id") WHERE "invitation_id" IS NOT NULL;

-- Written by hand: a named invitation is for one person, and only it can be emailed. The uses are never more than the inviter gave.
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_are_named_or_a_link" CHECK (
  (("email" IS NULL) = ("typed_email" IS NULL))
  AND ("email" IS NULL OR ("uses" = 1 AND "approved" IS NOT NULL))
  AND (NOT "is_mailed" OR "email" IS NOT NULL)
);
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_uses_are_bounded" CHECK ("used" BETWEEN 0 AND "uses");

-- Written by hand: the link of an invitation has done its work once the email address is verified, as a link that verifies it.
CREATE OR REPLACE FUNCTION "note_ended_token"("ended" "tokens") RETURNS VOID LANGUAGE sql AS $$
  INSERT INTO ended_links (hash, kind, reason, portal_id)
  SELECT ended.hash, ended.purpose::text::"LinkKind",
    (CASE WHEN ended.purpose IN ('VERIFY_EMAIL', 'ACCEPT_INVITATION') AND email_verified_at IS NOT NULL THEN 'USED'
      WHEN ended.expires_at < now() THEN 'EXPIRED' ELSE 'ENDED' END)::"LinkEnd", portal_id
  FROM developers WHERE id = ended.developer_id
  ON CONFLICT (hash) DO NOTHING
$$;
