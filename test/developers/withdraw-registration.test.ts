import { expect, test } from 'vitest';
import { decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { registration, statusTokenOf, withdrawRegistration } from '../kit/own-registration.ts';
import { DEAD_LINK, registeredPerson, statusOf, subjectsTo } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

test('who waits withdraws the registration, once, and is told by email', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'withdraws@status.test');
  const token = await statusTokenOf(gatehouse, email);
  expect(await withdrawRegistration(gatehouse, token)).toMatchObject({ portal: { slug: 'demo' } });
  expect(await statusOf(gatehouse, email)).toBeNull();
  expect(await withdrawRegistration(gatehouse, token)).toMatchObject(DEAD_LINK);
  expect(await registration(gatehouse, token)).toBeNull();
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email).at(-1)).toMatch(/deleted/);
  const events = await gatehouse.sql(`SELECT actor_id FROM events WHERE type = 'developer.deleted' AND subject_id = $1`, [id]);
  expect(events).toEqual([{ actor_id: id }]);
});

test('a registration that was decided is not withdrawn, and a race has one winner', async () => {
  const { id, email } = await registeredPerson(gatehouse, 'decided@status.test');
  const token = await statusTokenOf(gatehouse, email);
  await decide(gatehouse, 'reject', [id], admin);
  expect(await withdrawRegistration(gatehouse, token)).toMatchObject({ __typename: 'Conflict', status: 'REJECTED' });
  expect(await statusOf(gatehouse, email)).toBe('REJECTED');
  for (const at of [1, 2, 3]) {
    const person = await registeredPerson(gatehouse, `race-${at}@status.test`);
    const held = await statusTokenOf(gatehouse, person.email);
    const [withdrawn] = await Promise.all([
      withdrawRegistration(gatehouse, held),
      decide(gatehouse, 'approve', [person.id], admin),
    ]);
    const isWithdrawn = withdrawn.__typename === 'WithdrawRegistrationSuccess';
    expect(await statusOf(gatehouse, person.email)).toBe(isWithdrawn ? null : 'APPROVED');
  }
});
