ALTER TABLE jobs ADD COLUMN is_urgent boolean NOT NULL DEFAULT false;
