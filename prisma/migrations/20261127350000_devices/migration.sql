-- A client is known by a secret that it holds in a cookie, no longer by its network address: what was known by addresses is forgotten.
DELETE FROM "known_clients";
ALTER TABLE "known_clients" DROP COLUMN "client", ADD COLUMN "hash" BYTEA NOT NULL;
ALTER TABLE "known_clients" ADD CONSTRAINT "known_clients_pkey" PRIMARY KEY ("developer_id", "hash");

DELETE FROM "admin_known_clients";
ALTER TABLE "admin_known_clients" DROP COLUMN "client", ADD COLUMN "hash" BYTEA NOT NULL;
ALTER TABLE "admin_known_clients" ADD CONSTRAINT "admin_known_clients_pkey" PRIMARY KEY ("admin_id", "hash");
