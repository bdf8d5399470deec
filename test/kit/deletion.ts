import type { Installation } from './installation.ts';
import { succeed } from './mutate.ts';
import { deleteAccount } from './own-account.ts';
import { loggedInPerson, mailedToken } from './people.ts';

/** Someone of a portal with days to think it over, who deleted the account. @returns the person, with the token that keeps it */
export async function whoDeleted(gatehouse: Installation, admin: string, email: string) {
  const person = await loggedInPerson(gatehouse, email, admin);
  await succeed(deleteAccount(gatehouse, person));
  return { ...person, keep: await mailedToken(gatehouse, email) };
}

/** The days are over. */
export async function letDaysPass({ sql }: Installation, id: string): Promise<void> {
  await sql('UPDATE developers SET deletion_due_at = now() WHERE id = $1', [id]);
  await sql("UPDATE tokens SET expires_at = now() WHERE developer_id = $1 AND purpose = 'KEEP_ACCOUNT'", [id]);
  await sql(
    `UPDATE jobs SET due_at = deletion_due_at FROM developers
     WHERE name = 'deleteDueAccount' AND finished_at IS NULL AND developers.id = $1 AND payload->>'developerId' = $1::text`,
    [id],
  );
}

/** The jobs that delete an account later. */
export const deletionsOf = ({ sql }: Installation, id: string) =>
  sql<{ status: string; attempt: number }>(
    "SELECT status, attempt FROM jobs WHERE name = 'deleteDueAccount' AND payload->>'developerId' = $1 ORDER BY id",
    [id],
  );

/** When an account is going to be deleted, by its row. */
export async function deletionDueAt({ sql }: Installation, id: string): Promise<Date | null> {
  const [row] = await sql<{ deletion_due_at: Date | null }>('SELECT deletion_due_at FROM developers WHERE id = $1', [id]);
  if (!row) throw new Error('The account is gone.');
  return row.deletion_due_at;
}
