-- For domain/developers/verify-email-code.ts: the email that belongs to the secret of a request.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "tokens_code_secret_hash_key" ON "tokens"("code_secret_hash");
