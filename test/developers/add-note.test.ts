import { expect, test } from 'vitest';
import { MOST_NOTES } from '../../domain/developers/add-note.ts';
import { addAdmin, addNote, createPortal, deleteDevelopers, openDemoPortal, removeAdmin } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { approvedPerson, bearer, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);

test('admins read notes, the newest first, with who wrote them; the person does not', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'ada@note.test', admin);
  const approver = await addAdmin(gatehouse, 'approver@note.test', 'APPROVER', 'demo');
  await succeed(addNote(gatehouse, id, '  Called them.\r\nAsks for the beta. ', admin));
  const { developer } = await succeed(addNote(gatehouse, id, 'Second look', approver));
  expect(developer.notes).toEqual([
    { text: 'Second look', adminEmail: 'approver@note.test' },
    { text: 'Called them.\nAsks for the beta.', adminEmail: ADMIN.email },
  ]);
  const token = await bearer(gatehouse, email);
  const { data } = await gatehouse.graphql('{ me(portal: "demo") { notes { text } } }', {}, { token });
  expect(data).toEqual({ me: { notes: null } });
});

test('a note stays when its admin is removed, and goes with the person; the log has no word of it', async () => {
  const { id } = await verifiedPerson(gatehouse, 'grace@note.test');
  const leaving = await addAdmin(gatehouse, 'leaving@note.test', 'OWNER', 'demo');
  await succeed(addNote(gatehouse, id, 'A word about Grace', leaving));
  const [row] = await gatehouse.sql<{ id: string }>("SELECT id FROM admins WHERE email = 'leaving@note.test'");
  await succeed(removeAdmin(gatehouse, row?.id ?? '', admin));
  const { data } = await gatehouse.graphql(
    'query($id: ID!) { developer(id: $id) { notes { text adminEmail } } }',
    { id },
    { token: admin },
  );
  expect(data).toEqual({ developer: { notes: [{ text: 'A word about Grace', adminEmail: null }] } });
  await deleteDevelopers(gatehouse, [id], admin);
  expect(await gatehouse.sql('SELECT FROM developer_notes WHERE developer_id = $1', [id])).toEqual([]);
  const events = await gatehouse.sql('SELECT * FROM events WHERE subject_id = $1', [id]);
  expect(events).toContainEqual(expect.objectContaining({ type: 'developer.note-added', actor_name: 'leaving@note.test' }));
  expect(JSON.stringify(events)).not.toContain('A word');
});

test('bad input, other portals and other roles are refused, and so is one note more than the limit', async () => {
  const { id } = await verifiedPerson(gatehouse, 'alan@note.test');
  for (const text of ['', ' \n ', 'x'.repeat(2_001), 'bell\u0007'])
    expect((await refusal(addNote(gatehouse, id, text, admin), 'InvalidInput')).issues).toMatchObject([{ path: ['text'] }]);
  await refusal(addNote(gatehouse, id, 'x', undefined), 'NotAllowed');
  await refusal(addNote(gatehouse, id, 'x', await addAdmin(gatehouse, 'viewer@note.test', 'VIEWER', null)), 'NotAllowed');
  await refusal(addNote(gatehouse, id, 'x', await addAdmin(gatehouse, 'away@note.test', 'OWNER', 'other')), 'NotFound');
  await refusal(addNote(gatehouse, 'no id', 'x', admin), 'NotFound');
  await gatehouse.sql(
    `INSERT INTO developer_notes (id, developer_id, admin_id, text)
     SELECT gen_random_uuid(), $1, gen_random_uuid(), 'x' FROM generate_series(1, $2)`,
    [id, MOST_NOTES - 1],
  );
  const both = await Promise.all(['one', 'two'].map((text) => addNote(gatehouse, id, text, admin)));
  expect(both.map(({ __typename }) => __typename).toSorted()).toEqual(['AddNoteSuccess', 'InvalidInput']);
});
