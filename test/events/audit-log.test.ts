import { expect, test } from 'vitest';
import { createAdmin } from '../../domain/admins/create-admin.ts';
import { numberEvents } from '../../domain/events/number-events.ts';
import { LARGEST_AUDIT_PAGE, MOST_COUNTED } from '../../schema/api/paging.ts';
import { AuditCheckpointDocument, AuditLogDocument, type AuditLogQueryVariables } from '../generated/operations.ts';
import { adminLogIn, decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { registeredPerson } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
const { id } = await registeredPerson(gatehouse, 'ada@audit.test');
await decide(gatehouse, 'approve', [id], owner);

const read = async (variables: AuditLogQueryVariables, token: string | undefined = owner) => {
  await numberEvents(gatehouse.app);
  return await gatehouse.graphql(AuditLogDocument, variables, { token });
};
const eventsOf = async (variables: AuditLogQueryVariables, token?: string) =>
  present((await read(variables, token)).data.auditLog).edges.map(({ node }) => node);

async function adminOf(email: string, role: string, portal?: string): Promise<string> {
  const password = 'otters drift past the lamp';
  await createAdmin(gatehouse.app.prisma, { email, password, role, portal });
  return (await succeed(adminLogIn(gatehouse, { email, password }), 'token')).token;
}

test('an owner reads who did what, when and from where', async () => {
  const [event] = await eventsOf({ filter: { subject: id, types: ['developer.approved'] } });
  expect(event).toMatchObject({
    position: expect.any(Number),
    type: 'developer.approved',
    actorKind: 'ADMIN',
    actorName: 'owner@gatehouse.test',
    subjectKind: 'DEVELOPER',
    subjectId: id,
    data: { from: 'PENDING', to: 'APPROVED', decisionId: expect.any(String) },
    ip: expect.any(String),
    userAgent: 'node',
  });
});

test('pages in the order of positions miss no event, also if others write meanwhile', async () => {
  const seen: number[] = [];
  let after: string | null = null;
  for (;;) {
    await gatehouse.sql(
      `INSERT INTO events (id, type, actor_kind, subject_kind, at)
       SELECT gen_random_uuid(), 'developer.verified', 'SYSTEM', 'DEVELOPER', now() - interval '1 hour' FROM generate_series(1, $1::int)`,
      [seen.length < 30 ? 6 : 0],
    );
    const { data } = await read({ first: 5, after });
    const page = present(data.auditLog);
    seen.push(...page.edges.map(({ node }) => node.position));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor ?? null;
  }
  expect(seen.length).toBeGreaterThan(20);
  expect(seen).toEqual(seen.map((_, at) => at + 1));
});

test('the log is filtered by portal, actor, type and time', async () => {
  const [event] = await eventsOf({ filter: { types: ['developer.approved'] } });
  const { at, actorId } = present(event);
  const ids = async (variables: AuditLogQueryVariables) => (await eventsOf({ first: 100, ...variables })).map(({ id }) => id);
  expect(await ids({ portal: 'demo' })).toContain(event?.id);
  expect(await ids({ filter: { actor: actorId } })).toContain(event?.id);
  expect(await ids({ filter: { after: at } })).toContain(event?.id);
  expect(await ids({ filter: { before: at } })).not.toContain(event?.id);
  for (const filter of [{ types: ['no.such'] }, { actor: 'x' }, { subject: 'x' }]) {
    expect((await read({ filter })).errors[0]?.extensions?.code).toBe('INVALID_INPUT');
  }
  expect((await read({ portal: 'nowhere' })).errors[0]?.extensions?.code).toBe('NOT_ALLOWED');
});

test('a page has 1,000 events at most, and the count ends at 10,000', async () => {
  await gatehouse.sql(`INSERT INTO events (id, type, actor_kind, subject_kind) SELECT gen_random_uuid(), 'developer.verified', 'SYSTEM', 'DEVELOPER'
    FROM generate_series(1, 10001)`);
  const { data } = await read({ first: LARGEST_AUDIT_PAGE });
  expect(present(data.auditLog).edges).toHaveLength(1_000);
  const literal = await gatehouse.graphql<{ auditLog: { totalCount: number; edges: unknown[] } }>(
    '{ auditLog(first: 1000) { totalCount edges { node { id position at type data actorId subjectId requestId ip } } } }',
    {},
    { token: owner },
  );
  expect([literal.errors, literal.data.auditLog.totalCount, literal.data.auditLog.edges.length]).toEqual([
    [],
    MOST_COUNTED,
    1_000,
  ]);
  expect(MOST_COUNTED).toBe(10_000);
  const { errors } = await read({ first: 1_001 });
  expect(errors[0]?.message).toBe('first: Must be at most 1000.');
});

test('admins see the events of their portals; only an OWNER sees IP addresses', async () => {
  const viewer = await adminOf('viewer@audit.test', 'VIEWER', 'demo');
  const events = await eventsOf({ first: 100 }, viewer);
  expect(events.map(({ type }) => type)).toContain('developer.approved');
  expect(events.filter(({ portalId, ip, userAgent }) => portalId === null || ip !== null || userAgent !== null)).toEqual([]);
  const everywhere = await adminOf('owner2@audit.test', 'OWNER');
  expect((await eventsOf({ first: 100 }, everywhere)).some(({ portalId, ip }) => portalId === null && ip !== null)).toBe(true);
  expect((await gatehouse.graphql(AuditLogDocument, {})).errors[0]?.extensions?.code).toBe('NOT_ALLOWED');
});

test('the newest checkpoint can be noted elsewhere', async () => {
  await numberEvents(gatehouse.app);
  const { data } = await gatehouse.graphql(AuditCheckpointDocument, {}, { token: owner });
  expect(data.auditCheckpoint).toMatchObject({ number: expect.any(Number), hash: expect.stringMatching(/^[\da-f]{64}$/) });
  expect((await gatehouse.graphql(AuditCheckpointDocument, {})).errors[0]?.extensions?.code).toBe('NOT_ALLOWED');
});
