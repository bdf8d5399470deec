-- The versions of the approval rules of each portal, also the one of now.
CREATE TABLE approval_rules_versions (
  portal_id uuid NOT NULL REFERENCES portals (id) ON DELETE CASCADE ON UPDATE CASCADE,
  version integer NOT NULL,
  rules jsonb NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  changed_by text,
  PRIMARY KEY (portal_id, version)
);

-- Of the rules of now, the audit log may say when they were made and by whom.
INSERT INTO approval_rules_versions (portal_id, version, rules, changed_at, changed_by)
SELECT portals.id, approval_rules_version, coalesce(approval_rules, '[]'), coalesce(change.at, updated_at), change.actor_name
FROM portals LEFT JOIN LATERAL (
  SELECT at, actor_name FROM events
  WHERE subject_id = portals.id AND type = 'portal.approval-rules-changed' AND (data ->> 'version')::int = approval_rules_version
  LIMIT 1
) change ON true
WHERE approval_rules_version > 0;
