-- Counts the approved people of a domain. The expression is that of domain/requests/email-domain.ts.
CREATE INDEX developers_approved_domain_idx ON developers (portal_id, split_part(email, '@', 2)) WHERE status = 'APPROVED';
