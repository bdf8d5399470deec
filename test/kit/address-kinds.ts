import type { Installation } from './installation.ts';

/** Kinds of address that a stranger could want to tell apart. */
export const KINDS = ['unknown', 'unverified', 'pending', 'approved', 'bounced', 'rejected'];
export const ADMIN_KINDS = ['unknown', 'admin'];

/** One of many addresses of a kind. All are of one length, as what is written of an address is as long as the address. */
export const addressOf = (kind: string, at: number): string =>
  `${kind.padEnd(10, 'x')}-${String(at).padStart(6, '0')}@slow.test`;

/** Adds developers and admins of each kind, with the password of `pattern@slow.test`. @param count how many of each kind */
export async function insertKinds(gatehouse: Installation, count: number): Promise<void> {
  await gatehouse.sql(
    `INSERT INTO developers (id, portal_id, email, typed_email, full_name, status, email_verified_at, password_hash, updated_at)
     SELECT gen_random_uuid(), portal_id, address, address, full_name,
       (CASE kind WHEN 'unverified' THEN 'PENDING' WHEN 'bounced' THEN 'APPROVED' ELSE upper(kind) END)::"DeveloperStatus",
       CASE WHEN kind <> 'unverified' THEN now() END, CASE WHEN kind <> 'unverified' THEN password_hash END, now()
     FROM developers, unnest($1::text[]) kind, generate_series(0, $2) n,
       concat(rpad(kind, 10, 'x'), '-', lpad(n::text, 6, '0'), '@slow.test') address
     WHERE email = 'pattern@slow.test'`,
    [KINDS.slice(1), count],
  );
  await gatehouse.sql(
    `INSERT INTO mail_states (id, developer_id, portal_id, state) SELECT id, id, portal_id, 'BOUNCED' FROM developers
     WHERE email LIKE 'bounced%@slow.test'`,
  );
  await gatehouse.sql(
    `INSERT INTO admins (id, email, password_hash)
     SELECT gen_random_uuid(), concat(rpad('admin', 10, 'x'), '-', lpad(n::text, 6, '0'), '@slow.test'), password_hash
     FROM admins, generate_series(0, $1) n`,
    [count],
  );
  await gatehouse.sql('ANALYZE');
}
