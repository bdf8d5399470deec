import { expect, test } from 'vitest';
import { JobsDocument } from '../generated/operations.ts';
import { addAdmin, adminRequestPasswordReset, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailsTo, signUp } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
const EMAIL = 'somebody@admins.test';
await addAdmin(gatehouse, EMAIL, 'VIEWER', 'demo');

const RETRY = `mutation($input: RetryJobsInput!) {
  retryJobs(input: $input) { __typename ... on RetryJobsSuccess { jobs { id portal { slug } } } } }`;

const seenBy = async (token: string) => {
  const { data, text } = await gatehouse.graphql(JobsDocument, {}, { token });
  const { edges, totalCount } = present(data.jobs);
  return { names: edges.map(({ node }) => node.name), total: totalCount, nodes: edges, text };
};

test('only admins with a role for all portals see the jobs of none', async () => {
  await signUp(gatehouse, 'someone@jobs.test');
  await adminRequestPasswordReset(gatehouse, EMAIL);
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'later' };
  await gatehouse.drain();
  gatehouse.inbox.behaviour.refuseMail = undefined;
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'QUEUED'");
  const everywhere = await addAdmin(gatehouse, 'everywhere@admins.test', 'VIEWER', null);
  const atDemo = await addAdmin(gatehouse, 'at-demo@admins.test', 'OWNER', 'demo');
  const both = ['sendAdminPasswordResetEmail', 'sendVerificationEmail'];
  for (const token of [owner, everywhere]) {
    expect(await seenBy(token)).toMatchObject({ names: both, total: 2, nodes: [{ node: { portal: null } }, {}] });
  }
  expect(await seenBy(atDemo)).toMatchObject({ names: ['sendVerificationEmail'], total: 1 });
});

test('only admins who may decide can retry such a job; R31: nothing in it reveals the address or the link', async () => {
  gatehouse.inbox.behaviour.refuseRecipient = { code: 550, message: `no such user as ${EMAIL}`, only: EMAIL };
  await gatehouse.drain();
  gatehouse.inbox.behaviour.refuseRecipient = undefined;
  const { nodes, text } = await seenBy(owner);
  const id = present(nodes[0]?.node.id);
  expect(nodes[0]).toMatchObject({ node: { status: 'FAILED', lastError: expect.stringContaining('SMTP 550') } });
  expect(text).not.toMatch(/somebody|[\w-]{43}/);

  const retriedBy = async (role: string, portal: string | null) => {
    const token = await addAdmin(gatehouse, `${role}-${portal}@retry.test`.toLowerCase(), role, portal);
    const { data } = await gatehouse.graphql<{ retryJobs: object }>(RETRY, { input: { ids: [id] } }, { token });
    return data.retryJobs;
  };
  expect(await retriedBy('OWNER', 'demo')).toEqual({ __typename: 'RetryJobsSuccess', jobs: [] });
  expect(await retriedBy('VIEWER', null)).toEqual({ __typename: 'NotAllowed' });
  expect(await retriedBy('APPROVER', null)).toEqual({ __typename: 'RetryJobsSuccess', jobs: [{ id, portal: null }] });
  await gatehouse.drain();
  expect(mailsTo(gatehouse, EMAIL)).toHaveLength(1);
});
