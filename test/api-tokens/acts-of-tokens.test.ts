import { beforeEach, describe, expect, test } from 'vitest';
import { numberEvents } from '../../domain/events/number-events.ts';
import { AuditLogDocument } from '../generated/operations.ts';
import {
  addAdmin,
  addNote,
  addPeople,
  adminId,
  approveAll,
  bulkDecision,
  decide,
  openDemoPortal,
  removeAdmin,
  undoDecisions,
  updateAdmin,
  updatePortal,
} from '../kit/admins.ts';
import { apiToken, revokeApiToken } from '../kit/api-tokens.ts';
import { setApprovalRules } from '../kit/approval-rules.ts';
import { connected, createConnection, deleteConnection, updateConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { acceptInvitation, createDeveloper, invitations, invited } from '../kit/invitations.ts';
import { setMailTemplate } from '../kit/mail-templates.ts';
import { succeed } from '../kit/mutate.ts';
import { statusOf, verifiedPerson } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { askDevelopers } from '../kit/questions.ts';
import { claimRequests } from '../kit/requests.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await succeed(updatePortal(gatehouse, { undoWindow: 30 }, owner));

const MAKER = 'maker@acts.test';
const maker = await addAdmin(gatehouse, MAKER, 'OWNER', null);
const bound = await apiToken(gatehouse, maker, { name: 'Helper' });
const founder = await addAdmin(gatehouse, 'founder@acts.test', 'OWNER', null);
const service = await apiToken(gatehouse, founder, { name: 'Robot', service: true });
await succeed(removeAdmin(gatehouse, await adminId(gatehouse, 'founder@acts.test'), owner));

beforeEach(() => gatehouse.drain());

type Signature = { adminEmail: string | null; apiToken: { id: string; name: string } | null };

const SIGNATURES = `query($id: ID!) { developer(id: $id) {
  decisions { id by { kind adminEmail apiToken { id name } } }
  notes { adminEmail apiToken { id name } }
  questions { adminEmail apiToken { id name } }
  timeline { edges { node { __typename by { kind adminEmail apiToken { id name } } } } }
} }`;

type Signed = {
  decisions: { id: string; by: { kind: string } & Signature }[];
  notes: Signature[];
  questions: Signature[];
  timeline: { edges: { node: { __typename: string; by: ({ kind: string } & Signature) | null } }[] };
};

async function signatures(id: string): Promise<Signed> {
  const { data, text } = await gatehouse.graphql<{ developer: Signed | null }>(SIGNATURES, { id }, { token: owner });
  return present(data?.developer, `a developer in ${text}`);
}

describe.each([
  { which: 'a token of an admin', name: 'Helper', ...bound, adminEmail: MAKER },
  { which: 'a token for a service whose maker is gone', name: 'Robot', ...service, adminEmail: null },
])('$which', ({ name, id: tokenId, token, adminEmail }) => {
  const mailbox = (who: string) => `${who}-${name.toLowerCase()}@acts.test`;
  const signed = { adminEmail, apiToken: { id: tokenId, name } };

  test('decides, and takes its own decision back', async () => {
    const { id } = await verifiedPerson(gatehouse, mailbox('ada'));
    await succeed(decide(gatehouse, 'approve', [id], token));
    const [decision] = (await signatures(id)).decisions;
    expect(decision?.by).toEqual({ kind: 'TOKEN', ...signed });
    const approver = await addAdmin(gatehouse, mailbox('approver'), 'APPROVER', 'demo');
    const [refused] = (await succeed(undoDecisions(gatehouse, [decision?.id ?? ''], approver))).results;
    expect(refused?.error?.__typename).toBe('NotAllowed');
    await succeed(undoDecisions(gatehouse, [decision?.id ?? ''], token));
    expect(await statusOf(gatehouse, mailbox('ada'))).toBe('PENDING');
    await succeed(decide(gatehouse, 'reject', [id], token, { reason: 'No.' }));
    expect((await signatures(id)).decisions.map(({ by }) => by)).toEqual(Array(3).fill({ kind: 'TOKEN', ...signed }));
  });

  test('notes and asks', async () => {
    const { id } = await verifiedPerson(gatehouse, mailbox('bob'));
    await succeed(addNote(gatehouse, id, 'Called.', token));
    const [asked] = (await succeed(askDevelopers(gatehouse, [id], 'Who are you?', token))).results;
    expect(asked?.error).toBeNull();
    const { notes, questions, timeline } = await signatures(id);
    expect(notes).toEqual([signed]);
    expect(questions).toEqual([signed]);
    const actors = timeline.edges.flatMap(({ node }) => (/Note|Question/.test(node.__typename) ? [node.by] : []));
    expect(actors).toEqual(Array(2).fill({ kind: 'TOKEN', adminEmail: null, apiToken: signed.apiToken }));
  });

  test('invites people, and approves them beforehand', async () => {
    const { token: link } = await invited(gatehouse, mailbox('cleo'), token, { approved: true });
    const [invitation] = await invitations(gatehouse, owner, { filter: { email: mailbox('cleo') } });
    expect(invitation?.inviterEmail).toBe(adminEmail);
    await succeed(acceptInvitation(gatehouse, link));
    await gatehouse.drain();
    expect(await statusOf(gatehouse, mailbox('cleo'))).toBe('APPROVED');
    const [row] = await gatehouse.sql<{ id: string }>('SELECT id FROM developers WHERE email = $1', [mailbox('cleo')]);
    const { decisions, timeline } = await signatures(row?.id ?? '');
    expect(decisions.map(({ by }) => by)).toEqual([{ kind: 'TOKEN', ...signed }]);
    const [decided] = timeline.edges.flatMap(({ node }) => (node.__typename === 'TimelineDecision' ? [node.by] : []));
    expect(decided).toEqual({ kind: 'TOKEN', adminEmail: null, apiToken: signed.apiToken });
  });

  test('decides about all who match, in the background', async () => {
    await gatehouse.sql("UPDATE developers SET status = 'REJECTED' WHERE status = 'PENDING' AND email_verified_at IS NOT NULL");
    const [id = ''] = await addPeople(gatehouse, 3);
    const { bulkDecision: begun } = await succeed(approveAll(gatehouse, { expectedCount: 3 }, token));
    await gatehouse.drain();
    expect(await bulkDecision(gatehouse, begun.id, token)).toMatchObject({ total: 3, done: 3, conflicts: 0 });
    expect((await signatures(id)).decisions.map(({ by }) => by)).toEqual([{ kind: 'TOKEN', ...signed }]);
  });

  test('repeats a call by its key, which is not the key of its maker', async () => {
    const [one = '', other = ''] = await addPeople(gatehouse, 2);
    const key = { idempotencyKey: 'the same for all' };
    const first = await succeed(decide(gatehouse, 'approve', [one], token, key));
    expect(await succeed(decide(gatehouse, 'approve', [one], token, key))).toEqual(first);
    expect((await decide(gatehouse, 'approve', [other], token, key)).__typename).toBe('InvalidInput');
    // Nobody else used this key yet.
    await gatehouse.sql('DELETE FROM idempotency_keys WHERE admin_id IS NOT NULL');
    await succeed(decide(gatehouse, 'approve', [other], maker, key));
  });

  test('changes settings and rules', async () => {
    await succeed(updatePortal(gatehouse, { remindAfter: 48 }, token));
    const rule = { name: 'Ours', when: { emailDomains: ['ours.test'] }, then: 'APPROVE' as const };
    await succeed(setApprovalRules(gatehouse, [rule], token));
    await succeed(setApprovalRules(gatehouse, [], token));
    const { template } = await succeed(setMailTemplate(gatehouse, token));
    expect(template.changedBy).toBe(signed.apiToken.name);
  });

  test('claims nothing, because a claim tells that a person looks', async () => {
    expect((await claimRequests(gatehouse, { count: 1 }, token)).__typename).toBe('NotAllowed');
    const [id = ''] = await addPeople(gatehouse, 1);
    const { data } = await gatehouse.graphql<{ developer: { possibleActs: string[] } }>(
      'query($id: ID!) { developer(id: $id) { possibleActs } }',
      { id },
      { token },
    );
    expect(data.developer.possibleActs).toContain('APPROVE');
    expect(data.developer.possibleActs).not.toContain('CLAIM');
  });

  test('reads the audit log, where its acts bear its name', async () => {
    await numberEvents(gatehouse.app);
    const { data } = await gatehouse.graphql(AuditLogDocument, { filter: { actor: tokenId } }, { token });
    const events = present(data.auditLog).edges.map(({ node }) => node);
    expect(events.length).toBeGreaterThan(9);
    expect(new Set(events.map(({ actorKind, actorName }) => `${actorKind} ${actorName}`))).toEqual(new Set([`TOKEN ${name}`]));
  });
});

test('R91: a token changes no connection with which admins log in', async () => {
  const id = await connected(gatehouse, { portal: null }, owner);
  for (const { token } of [bound, service]) {
    expect((await createConnection(gatehouse, { portal: null }, token)).__typename).toBe('NotAllowed');
    expect((await updateConnection(gatehouse, id, { label: 'Mine' }, token)).__typename).toBe('NotAllowed');
    expect((await deleteConnection(gatehouse, id, token)).__typename).toBe('NotAllowed');
  }
});

test('R67, R90: an act of a token is logged with the id of the token, and without the token', async () => {
  const [id = ''] = await addPeople(gatehouse, 1);
  gatehouse.logs.length = 0;
  await succeed(addNote(gatehouse, id, 'Called again.', bound.token));
  const [line] = gatehouse.logs.map((text) => JSON.parse(text)).filter(({ act }) => act === 'addNote');
  expect(line).toMatchObject({ result: 'Success', apiTokenId: bound.id, developerId: id });
  expect(gatehouse.logs.join('')).not.toContain(bound.token.slice(12));
});

test('what a token decided for its maker is the maker’s own decision', async () => {
  const approver = await addAdmin(gatehouse, 'own@acts.test', 'APPROVER', 'demo');
  const { token } = await apiToken(gatehouse, approver, { roles: [{ portal: 'demo', role: 'APPROVER' }] });
  const { id } = await verifiedPerson(gatehouse, 'dora@acts.test');
  await succeed(decide(gatehouse, 'approve', [id], token));
  const [decision] = (await signatures(id)).decisions;
  const [undone] = (await succeed(undoDecisions(gatehouse, [decision?.id ?? ''], approver))).results;
  expect(undone?.error).toBeNull();
});

test('a decision about all stops when the token is revoked, or its maker loses the role', async () => {
  await gatehouse.sql("UPDATE developers SET status = 'REJECTED' WHERE status = 'PENDING' AND email_verified_at IS NOT NULL");
  await addPeople(gatehouse, 2);
  const email = 'former@acts.test';
  const approver = await addAdmin(gatehouse, email, 'APPROVER', 'demo');
  const input = { roles: [{ portal: 'demo', role: 'APPROVER' as const }] };
  const ends: ((id: string) => Promise<unknown>)[] = [
    (id) => revokeApiToken(gatehouse, id, owner),
    async () => updateAdmin(gatehouse, await adminId(gatehouse, email), [{ portal: 'demo', role: 'VIEWER' }], owner),
  ];
  for (const end of ends) {
    const { id, token } = await apiToken(gatehouse, approver, input);
    const { bulkDecision: begun } = await succeed(approveAll(gatehouse, { expectedCount: 2 }, token));
    await end(id);
    await gatehouse.drain();
    expect(await bulkDecision(gatehouse, begun.id, owner)).toMatchObject({
      done: 0,
      conflicts: 0,
      finishedAt: expect.any(String),
    });
  }
});

test('an invitation approves while its token may decide: also after the token expired, but not after it was revoked', async () => {
  const email = 'inviter@acts.test';
  const approver = await addAdmin(gatehouse, email, 'APPROVER', 'demo');
  const approved = async (who: string, end: (id: string) => Promise<unknown>) => {
    const { id, token } = await apiToken(gatehouse, approver, { roles: [{ portal: 'demo', role: 'APPROVER' }] });
    await succeed(createDeveloper(gatehouse, who, token, { approved: true, sendInvitation: true }));
    await gatehouse.drain();
    await end(id);
    const [link] = await gatehouse.sql<{ id: string }>('SELECT id FROM invitations WHERE email = $1', [who]);
    expect(link).toBeDefined();
    await verifiedPerson(gatehouse, who);
    await gatehouse.drain();
    return await statusOf(gatehouse, who);
  };
  const expired = (id: string) => gatehouse.sql(`UPDATE api_tokens SET expires_at = now() WHERE id = $1`, [id]);
  expect(await approved('eve@acts.test', expired)).toBe('APPROVED');
  expect(await approved('finn@acts.test', (id) => revokeApiToken(gatehouse, id, owner))).toBe('PENDING');
  const demoted = async () =>
    updateAdmin(gatehouse, await adminId(gatehouse, email), [{ portal: 'demo', role: 'VIEWER' }], owner);
  expect(await approved('gil@acts.test', demoted)).toBe('PENDING');
});
