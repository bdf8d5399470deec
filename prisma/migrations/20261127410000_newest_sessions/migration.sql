-- A list of sessions begins with the last used: it reads as many rows as it shows, however many there are.
CREATE INDEX "sessions_developer_id_last_seen_at_idx" ON "sessions"("developer_id", "last_seen_at");
DROP INDEX "sessions_developer_id_idx";
