-- Counts the approved people of a domain. The expression is that of domain/requests/email-domain.ts. It stands first, and the index has all
-- rows, so that no plan that was made for empty tables uses it for something else.
CREATE INDEX developers_email_domain_idx ON developers (split_part(email, '@', 2), portal_id, status);
