import { beforeEach, expect, test } from 'vitest';
import { addAdmin, adminUpdateNotifications, createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { mailsTo, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);
const APPROVER = 'approver@often.test';
const approver = await addAdmin(gatehouse, APPROVER, 'APPROVER', 'demo');

const setFrequency = (frequency: 'AT_ONCE' | 'HOURLY' | 'DAILY' | 'NEVER', token = approver) =>
  succeed(adminUpdateNotifications(gatehouse, { portal: 'demo', frequency }, token));

/** How many people each mail to the approver counted. */
const counted = () => mailsTo(gatehouse, APPROVER).map(({ subject }) => Number.parseInt(subject, 10));

async function pass(time: string) {
  await gatehouse.sql(`UPDATE new_request_notices SET scheduled_for = scheduled_for - interval '${time}'`);
  await gatehouse.sql(`UPDATE jobs SET due_at = due_at - interval '${time}' WHERE finished_at IS NULL`);
  await gatehouse.drain();
}

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM developers');
  await gatehouse.sql('DELETE FROM mail_bounds');
  await gatehouse.sql('DELETE FROM jobs');
  await gatehouse.sql('DELETE FROM new_request_notices');
  gatehouse.inbox.mails.length = 0;
});

test('is readable for each portal where the admin decides, by this admin alone', async () => {
  const settings = 'query notifications { admin { notifications { frequency portal { slug } } } }';
  const read = async (token: string) => (await gatehouse.graphql<{ admin: object }>(settings, {}, { token })).data.admin;
  expect(await read(approver)).toEqual({ notifications: [{ frequency: 'AT_ONCE', portal: { slug: 'demo' } }] });
  const { admin } = await setFrequency('DAILY', owner);
  expect(admin.notifications).toEqual([
    { frequency: 'DAILY', portal: { slug: 'demo' } },
    { frequency: 'AT_ONCE', portal: { slug: 'other' } },
  ]);
  const viewer = await addAdmin(gatehouse, 'viewer@often.test', 'VIEWER', 'demo');
  expect(await read(viewer)).toEqual({ notifications: [] });
  const others = 'query others { admins { edges { node { email notifications { frequency } } } } }';
  const { data } = await gatehouse.graphql<{
    admins: { edges: { node: { email: string; notifications: object | null } }[] };
  }>(others, {}, { token: owner });
  const seen = data.admins.edges.map(({ node }) => [node.email, node.notifications !== null]);
  expect(seen).toContainEqual([APPROVER, false]);
});

test.each([
  ['HOURLY', '59 minutes', '1 minute'],
  ['DAILY', '23 hours', '1 hour'],
] as const)('%s: at most one mail in that time, and it counts everyone who waits', async (frequency, almost, rest) => {
  await setFrequency(frequency);
  await verifiedPerson(gatehouse, 'one@often.test');
  expect(counted()).toEqual([1]);
  await verifiedPerson(gatehouse, 'two@often.test');
  await pass(almost);
  await verifiedPerson(gatehouse, 'three@often.test');
  expect(counted()).toEqual([1]);
  await pass(rest);
  expect(counted()).toEqual([1, 3]);
});

test('NEVER: no mail, also not the one that waits, and the next setting begins anew', async () => {
  await verifiedPerson(gatehouse, 'one@often.test');
  await verifiedPerson(gatehouse, 'two@often.test');
  await setFrequency('NEVER');
  await pass('5 minutes');
  await verifiedPerson(gatehouse, 'three@often.test');
  await pass('1 day');
  expect(counted()).toEqual([1]);
  await setFrequency('AT_ONCE');
  await verifiedPerson(gatehouse, 'four@often.test');
  expect(counted()).toEqual([1, 4]);
});

test('a more frequent setting brings the mail forward that waits', async () => {
  await setFrequency('DAILY');
  await verifiedPerson(gatehouse, 'one@often.test');
  await verifiedPerson(gatehouse, 'two@often.test');
  await setFrequency('AT_ONCE');
  await pass('5 minutes');
  expect(counted()).toEqual([1, 2]);
  await verifiedPerson(gatehouse, 'three@often.test');
  await pass('5 minutes');
  expect(counted()).toEqual([1, 2, 3]);
});

test('is for admins who decide at the portal', async () => {
  const viewer = await addAdmin(gatehouse, 'only-reads@often.test', 'VIEWER', 'demo');
  const set = (token: string | undefined, portal: string) =>
    adminUpdateNotifications(gatehouse, { portal, frequency: 'NEVER' }, token);
  await refusal(set(undefined, 'demo'), 'NotAllowed');
  await refusal(set(viewer, 'demo'), 'NotAllowed');
  await refusal(set(approver, 'other'), 'NotFound');
  await refusal(set(owner, 'nowhere'), 'NotFound');
});
