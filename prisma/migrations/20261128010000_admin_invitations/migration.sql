-- Written by hand: a decision keeps the id of an admin who was removed, so it has no foreign key any more.
ALTER TABLE "decisions" DROP CONSTRAINT "decisions_admin_id_fkey";

-- CreateTable
CREATE TABLE "admin_invitations" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "inviter_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "admin_invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_invitation_roles" (
    "id" UUID NOT NULL,
    "invitation_id" UUID NOT NULL,
    "portal_id" UUID,
    "role" "Role" NOT NULL,

    CONSTRAINT "admin_invitation_roles_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "admin_invitations_hash_key" ON "admin_invitations"("hash");

-- CreateIndex
CREATE INDEX "admin_invitations_inviter_id_idx" ON "admin_invitations"("inviter_id");

-- CreateIndex
CREATE INDEX "admin_invitations_expires_at_idx" ON "admin_invitations"("expires_at");

-- CreateIndex
CREATE INDEX "admin_invitation_roles_portal_id_idx" ON "admin_invitation_roles"("portal_id");

-- AddForeignKey
ALTER TABLE "admin_invitations" ADD CONSTRAINT "admin_invitations_inviter_id_fkey" FOREIGN KEY ("inviter_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_invitation_roles" ADD CONSTRAINT "admin_invitation_roles_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "admin_invitations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_invitation_roles" ADD CONSTRAINT "admin_invitation_roles_portal_id_fkey" FOREIGN KEY ("portal_id") REFERENCES "portals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand: an admin has one role at each portal, and null counts as a portal.
CREATE UNIQUE INDEX "admin_invitation_roles_invitation_id_portal_id_key" ON "admin_invitation_roles"("invitation_id", "portal_id") NULLS NOT DISTINCT;

-- Written by hand: as for other links, a note says what happened to an invitation that is gone. Nothing is noted if its inviter was
-- deleted with it.
CREATE FUNCTION "note_ended_admin_invitation"("ended" "admin_invitations") RETURNS VOID LANGUAGE sql AS $$
  INSERT INTO ended_links (hash, kind, reason)
  SELECT ended.hash, 'ADMIN_INVITATION', (CASE WHEN ended.expires_at < now() THEN 'EXPIRED' ELSE 'ENDED' END)::"LinkEnd"
  FROM admins WHERE id = ended.inviter_id
  ON CONFLICT (hash) DO NOTHING
$$;
CREATE FUNCTION "on_ended_admin_invitation"() RETURNS TRIGGER LANGUAGE plpgsql AS
  E'BEGIN PERFORM note_ended_admin_invitation(OLD)\x3b RETURN NULL\x3b END';
CREATE TRIGGER "admin_invitations_note_ended" AFTER DELETE ON "admin_invitations" FOR EACH ROW
  EXECUTE FUNCTION "on_ended_admin_invitation"();
