-- The texts that portals gave their emails, each with the last versions before it. The one with the highest number counts.
CREATE TABLE mail_templates (
  portal_id uuid NOT NULL REFERENCES portals (id) ON DELETE CASCADE ON UPDATE CASCADE,
  mail text NOT NULL,
  locale text NOT NULL,
  version integer NOT NULL,
  texts jsonb,
  changed_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  changed_by text,
  PRIMARY KEY (portal_id, mail, locale, version)
);
