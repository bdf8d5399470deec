import { afterEach, beforeEach, expect, test } from 'vitest';
import { JobsDocument, RetryJobsDocument } from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { mutate } from '../kit/mutate.ts';
import { mailsTo, signUp } from '../kit/people.ts';

const gatehouse = await startInstallation();
const { inbox } = gatehouse;
const admin = await openDemoPortal(gatehouse);

type JobRow = { id: string; status: string; attempt: number; last_error: string | null };

const jobs = () => gatehouse.sql<JobRow>('SELECT id, status, attempt, last_error FROM jobs ORDER BY created_at, id');

const retry = (ids: string[], token: string | undefined) => mutate(gatehouse, RetryJobsDocument, { ids }, { token });

const refuse = () => {
  inbox.behaviour.refuseRecipient = { code: 550, message: 'no such user' };
};

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM jobs');
  inbox.mails.length = 0;
});

afterEach(() => {
  inbox.behaviour.refuseRecipient = undefined;
});

test('a failed job runs again from its first attempt, and any other job stays as it is', async () => {
  refuse();
  await signUp(gatehouse, 'fails@jobs.test');
  await gatehouse.drain();
  inbox.behaviour.refuseRecipient = undefined;
  await signUp(gatehouse, 'waits@jobs.test');
  const [failed, waiting] = await jobs();
  if (!failed || !waiting) expect.fail('there are no two jobs');
  expect([failed.status, waiting.status]).toEqual(['FAILED', 'QUEUED']);
  const again = { id: failed.id, status: 'QUEUED', attempt: 0, lastError: null };
  const ids = [failed.id, waiting.id, 'no id', '01890000-0000-7000-8000-000000000000'];
  expect(await retry(ids, admin)).toEqual({ __typename: 'RetryJobsSuccess', jobs: [again] });
  expect(await retry(ids, admin)).toEqual({ __typename: 'RetryJobsSuccess', jobs: [] });
  expect((await jobs())[1]).toEqual(waiting);
  await gatehouse.drain();
  expect((await jobs()).map(({ status }) => status)).toEqual(['DONE', 'DONE']);
  expect(mailsTo(gatehouse, 'fails@jobs.test')).toHaveLength(1);
});

test('it needs an admin, and 1 to 100 ids', async () => {
  expect(await retry(['no id'], undefined)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await retry([], admin)).toMatchObject({ __typename: 'InvalidInput', issues: [{ path: ['ids'] }] });
  const many = (length: number) => Array.from({ length }, (_, n) => `no id ${n}`);
  expect(await retry(many(100), admin)).toMatchObject({ __typename: 'RetryJobsSuccess' });
  expect(await retry(many(101), admin)).toMatchObject({ __typename: 'InvalidInput', issues: [{ path: ['ids'] }] });
});

test('R28, R34: admins see the jobs of their portals, and only admins who may decide can retry one', async () => {
  await createPortal(gatehouse, 'second', admin);
  refuse();
  await signUp(gatehouse, 'here@jobs.test');
  await signUp(gatehouse, 'there@jobs.test', { portal: 'second' });
  await gatehouse.drain();
  const [here, there] = (await jobs()).map(({ id }) => id);
  const tokens = {
    viewer: await addAdmin(gatehouse, 'viewer@jobs.test', 'VIEWER', 'demo'),
    approver: await addAdmin(gatehouse, 'approver@jobs.test', 'APPROVER', 'second'),
  };
  const listed = async (token: string) => {
    const { data } = await gatehouse.graphql(JobsDocument, {}, { token });
    return data.jobs?.edges.map(({ node }) => node.id);
  };
  expect([await listed(tokens.viewer), await listed(tokens.approver), (await listed(admin))?.toSorted()]).toEqual([
    [here],
    [there],
    [here, there].toSorted(),
  ]);
  const ids = [here, there].flatMap((id) => id ?? []);
  const retriedBy = async (token: string) => {
    const answer = await retry(ids, token);
    return 'jobs' in answer ? answer.jobs.map(({ id }) => id) : answer.__typename;
  };
  expect([await retriedBy(tokens.viewer), await retriedBy(tokens.approver)]).toEqual(['NotAllowed', [there]]);
});
