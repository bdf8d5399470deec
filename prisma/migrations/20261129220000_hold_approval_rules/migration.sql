-- Written by hand.

-- What decides about registrations. Nobody changes it until the transaction ends: a change waits in line, so that evaluations without end
-- do not keep it waiting. The query is a statement of its own, so it sees what was committed while this one waited.
CREATE FUNCTION hold_approval_rules(of_portal uuid)
  RETURNS TABLE (portal_id uuid, version integer, stored jsonb, auto_approve boolean, sign_up_fields jsonb)
  LANGUAGE plpgsql VOLATILE ROWS 1 AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('approval rules of ' || of_portal, 0));
  RETURN QUERY SELECT portal.id, portal.approval_rules_version, portal.approval_rules, portal.auto_approve, portal.sign_up_fields
    FROM portals portal WHERE portal.id = of_portal;
END $$;

-- For a change: waits until no transaction holds them.
CREATE FUNCTION lock_approval_rules(of_portal uuid) RETURNS void LANGUAGE sql VOLATILE AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('approval rules of ' || of_portal, 0));
$$;
